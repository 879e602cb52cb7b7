"""``compare A B``: prints the differences between two layouts and their results, fit for a merge request."""

from explorer.analysis import Differences, differences
from explorer.report.changes import changes
from explorer.report.table import Table
from explorer.terminal import markdown, structure
from explorer.terminal.opening import Opened, each
from explorer.terminal.words import aligned, plain

HELP = "print what differs between two layouts and between their results"


def arguments(parser) -> None:
    parser.add_argument("a", metavar="A", help="a layout, or REVISION:FILE in git")
    parser.add_argument("b", metavar="B", help="another one")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for a program: edits, totals, tables")
    form.add_argument("--markdown", action="store_true", help="for a merge request: headings and tables")


def run(args) -> int:
    refused = []
    opened = list(each((args.a, args.b), refused))
    if refused:
        if args.json:
            print(structure.answer("compare", refused))
        return 2
    before, after = opened
    found = differences(before.results, after.results)
    if args.json:
        print(structure.answer("compare", refused, **_structure(before, after, found)))
    elif args.markdown:
        print(markdown.document(_title(before, after), _summary(found), changes(found)))
    else:
        print(*_lines(before, after, found), sep="\n")
    return 0


def _title(before: Opened, after: Opened) -> str:
    return after.title if before.title == after.title else f"{before.title} → {after.title}"


def _summary(found: Differences) -> str:
    """One sentence if the layouts are equal, else ''."""
    if found.edits:
        return ""
    return "The layouts are equal." if not changes(found) else "The layouts are equal, their results are not."


def _lines(before: Opened, after: Opened, found: Differences):
    yield plain(_title(before, after))
    if _summary(found):
        yield _summary(found)
    for table in changes(found):
        yield ""
        yield from _table(table)


def _table(table: Table):
    """Lines of a table, with its title as the head's first cell; a list of sentences has no head."""
    cells = [tuple(plain(cell) for cell in row) for row in table.rows]
    if not table.right:
        return [table.title, *aligned(cells, indent=2)]
    head, rows = (table.title, *table.head[1:]), [(f"  {first}", *rest) for first, *rest in cells]
    return aligned([head, *rows], table.right)


def _structure(before: Opened, after: Opened, found: Differences) -> dict:
    return {
        "a": {"file": before.path, "title": before.layout.title},
        "b": {"file": after.path, "title": after.layout.title},
        "layout": [edit._asdict() for edit in found.edits],
        "lines": [{**line._asdict(), "elements": list(line.elements)} for line in found.lines],
        "totals": structure.table(found.totals),
        "trays": structure.table(found.trays),
        "links": structure.table(found.links),
        "new_findings": [structure.finding(f, after) for f in found.came],
        "gone_findings": [structure.finding(f, before) for f in found.went],
    }
