"""``types FILE...``: prints what NetBox types would add, with all findings, and writes files with fixes."""

import os
from collections import Counter
from typing import NamedTuple

from explorer.errors import ExplorerError, FileError
from explorer.files import keep, read_text
from explorer.files.netbox import Fix, Preview, preview_type
from explorer.files.netbox.preview import SEVERITIES
from explorer.files.netbox.source import WHAT, sent_back
from explorer.files.yaml_tree import yaml_tree
from explorer.quantities.numbers import short
from explorer.report.table import Table
from explorer.terminal import structure
from explorer.terminal.opening import placed
from explorer.terminal.words import aligned, complain, plain

HELP = "print what NetBox device, module and rack types would add, and everything that is odd in them"


def arguments(parser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a type of NetBox's library, YAML")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--table", action="store_true", help="a row a file and a row a sort of finding")
    form.add_argument("--json", action="store_true", help="for a program: values and findings")
    parser.add_argument(
        "--fix", action="append", default=[], metavar="FIELD=VALUE", help="as the findings name the field"
    )
    parser.add_argument("--source", default="", metavar="TEXT", help="where the values of --fix come from")
    parser.add_argument("-o", "--output", metavar="OUT", help="write the file with its fixes, to send back")
    parser.add_argument("--force", action="store_true", help="let the output replace a file")
    parser.add_argument(
        "--fail-on",
        choices=(*SEVERITIES, "never"),
        default="error",
        help="end with 1 on findings of this severity or a worse one (error)",
    )


class Read(NamedTuple):
    """A type file, and the preview of what it would add."""

    path: str
    text: str
    preview: Preview


def run(args) -> int:
    fixes = [_fix(words, args.source) for words in args.fix]
    if len(args.files) > 1 and (fixes or args.output):
        raise ExplorerError("fixes and an output are those of one file")
    refused: list[ExplorerError] = []
    read = list(_each(args.files, fixes, refused))
    if args.json:
        print(structure.answer("types", refused, types=[_structure(one) for one in read]))
    elif args.table:
        print(*_counted(read), sep="\n")
    else:
        print(*(line for one in read for line in _lines(one)), sep="\n", end="\n" * bool(read))
    if args.output and read:
        _send_back(read[0], fixes, args)
    failing = SEVERITIES[: SEVERITIES.index(args.fail_on) + 1] if args.fail_on in SEVERITIES else ()
    return 2 if refused else int(any(n.severity in failing for one in read for n in one.preview.notices))


def _fix(words: str, source: str) -> Fix:
    field, equals, value = words.partition("=")
    if not equals:
        raise ExplorerError(f"--fix {words[:80]}: FIELD=VALUE is needed, such as weight=14.8")
    return Fix(field.strip(), yaml_tree(value, "--fix", "a value"), source).checked()


def _each(paths, fixes, refused):
    for path in paths:
        try:
            text = read_text(path, WHAT)
            yield Read(path, text, preview_type(text, path, fixes))
        except ExplorerError as problem:
            refused.append(problem)
            complain(placed(problem, path))


def _lines(one: Read):
    """A summary of what would be added, then findings in the format of compilers and linters."""
    preview = one.preview
    summary = ", ".join(part for part in _sizes(preview) if part)
    who = f"{preview.manufacturer} {preview.model}".strip()
    yield plain(f"{one.path}: {preview.sort} {who}: {summary}")
    yield from (plain(str(notice)) for notice in preview.notices)


def _sizes(preview: Preview):
    yield f"{short(preview.u_height)} U" if preview.u_height is not None else ""
    yield f"{short(preview.mass_kg)} kg" if preview.mass_kg is not None else "no weight"
    if preview.sort != "rack-type":
        yield f"{short(preview.draw_w)} W" if preview.draw_w is not None else "no watts"
    yield f"{len(preview.notices)} finding{'s' * (len(preview.notices) != 1)}"


def _counted(read: list[Read]):
    for table in (_by_file(read), _by_sort(read)):
        cells = [tuple(plain(cell) for cell in row) for row in (table.head, *table.rows)]
        yield from aligned(cells, table.right)
        yield ""
    total = sum(len(one.preview.notices) for one in read)
    yield f"{total} findings in {len(read)} files"


def _by_file(read: list[Read]) -> Table:
    head = ("file", "U", "kg", "W", *(f"{word}s" for word in SEVERITIES), "sorts of warnings and errors")
    rows = []
    for path, _, preview in read:
        worse = Counter(n.rule for n in preview.notices if n.severity != "note")
        severities = Counter(n.severity for n in preview.notices)
        values = (short(value) for value in (preview.u_height, preview.mass_kg, preview.draw_w))
        sorts = ", ".join(rule if n == 1 else f"{n} x {rule}" for rule, n in sorted(worse.items()))
        counts = (str(severities[word]) for word in SEVERITIES)
        rows.append((path.rpartition("/")[2], *values, *counts, sorts))
    return Table("Files", head, tuple(rows), frozenset(range(1, 7)))


def _by_sort(read: list[Read]) -> Table:
    counts = Counter((n.severity, n.rule) for one in read for n in one.preview.notices)
    files = Counter(sort for one in read for sort in {(n.severity, n.rule) for n in one.preview.notices})
    order = sorted(counts, key=lambda sort: (SEVERITIES.index(sort[0]), -counts[sort], sort[1]))
    rows = tuple((rule, word, str(counts[word, rule]), str(files[word, rule])) for word, rule in order)
    return Table("Findings", ("finding", "severity", "count", "files"), rows, frozenset({2, 3}))


def _structure(one: Read) -> dict:
    preview = one.preview
    return {
        "file": one.path,
        "sort": preview.sort,
        "manufacturer": preview.manufacturer,
        "model": preview.model,
        "u_height": preview.u_height,
        "mass_kg": preview.mass_kg,
        "draw_w": preview.draw_w,
        "unknown": preview.unknown,
        "findings": [notice._asdict() for notice in preview.notices],
    }


def _send_back(one: Read, fixes, args) -> None:
    if os.path.lexists(args.output) and not args.force:
        raise FileError("is there already; --force replaces it", file=args.output)
    keep(sent_back(one.text, fixes, one.path).encode(), args.output)
