"""``report FILE -o sheet.pdf``: writes the review sheet of a layout as HTML, PDF or SVG."""

from pathlib import Path

from explorer.errors import ExplorerError
from explorer.files import keep
from explorer.report import PAPERS, sheet, sheet_pdf, sheet_svg
from explorer.terminal.opening import each

HELP = "write the review sheet of a layout"

KINDS = (".html", ".pdf", ".svg")


def arguments(parser) -> None:
    parser.add_argument("file", metavar="FILE", help="a layout, or REVISION:FILE in git")
    parser.add_argument("--against", metavar="OTHER", help="a layout to list the differences from")
    ends = f"a name that ends with {', '.join(KINDS)}"
    parser.add_argument("-o", "--output", required=True, metavar="SHEET", help=ends)
    parser.add_argument("--paper", choices=PAPERS, default=PAPERS[0], help="of a PDF (a4)")
    parser.add_argument("--date", default="", help="on the sheet, instead of today's")


def run(args) -> int:
    kind = Path(args.output).suffix.lower()
    if kind not in KINDS:
        raise ExplorerError(f"{args.output}: the name of a sheet ends with {', '.join(KINDS)}")
    refused = []
    opened = list(each([args.file, *([args.against] if args.against else [])], refused))
    if refused:
        return 2
    results, *others = (one.results for one in opened)
    inputs = (results, *(others or [None]), args.file, args.date)
    if kind == ".pdf":
        raw = sheet_pdf(*inputs, args.paper)
    else:
        raw = (sheet if kind == ".html" else sheet_svg)(*inputs).encode()
    keep(raw, args.output)
    return 0
