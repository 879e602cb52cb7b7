"""``evaluate FILE...``: prints the totals and findings of layouts."""

from explorer.quantities.numbers import WRITTEN, fixed
from explorer.quantities.totals import TOTALS
from explorer.terminal import structure
from explorer.terminal.opening import Opened, each
from explorer.terminal.words import aligned, plain

HELP = "print what layouts come to"


def arguments(parser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a layout, or REVISION:FILE in git")
    parser.add_argument("--json", action="store_true", help="for a program: totals, findings and tables")


def run(args) -> int:
    refused = []
    opened = each(args.files, refused)
    if args.json:
        layouts = [structure.layout(one) for one in opened]
        print(structure.answer("evaluate", refused, layouts=layouts))
    else:
        for i, one in enumerate(opened):
            print(*[""] * (i > 0), *_lines(one), sep="\n")
    return 2 if refused else 0


def _lines(opened: Opened):
    yield plain(opened.title)
    totals = opened.results.totals
    rows = [_row(figure, totals[key]) for key, figure in TOTALS.items() if key in totals]
    yield from aligned(rows, right=frozenset({1}), indent=2)
    for finding in opened.results.findings:
        yield plain(f"  {finding.severity}: {finding.message}")


def _row(figure, total) -> tuple[str, ...]:
    n = figure.places(total.typical)
    spread = f"({fixed(total.low, n)} to {fixed(total.high, n)})" if total.low < total.high else ""
    return figure.label, fixed(total.typical, n), WRITTEN.get(figure.unit, figure.unit), spread
