"""``report FILE -o sheet.pdf``: the sheet that a review looks at, as HTML, PDF or SVG."""

from pathlib import Path

from explorer.errors import ExplorerError
from explorer.files import keep
from explorer.report import PAPERS, sheet, sheet_pdf, sheet_svg
from explorer.terminal.opening import each

HELP = "write the review sheet of a layout"

KINDS = (".html", ".pdf", ".svg")


def arguments(parser) -> None:
    parser.add_argument("file", metavar="FILE", help="a layout, or REVISION:FILE in git")
    parser.add_argument("--against", metavar="OTHER", help="a layout from which the differences are told")
    ends = f"a name that ends with {', '.join(KINDS)}"
    parser.add_argument("-o", "--output", required=True, metavar="SHEET", help=ends)
    parser.add_argument("--paper", choices=PAPERS, default=PAPERS[0], help="of a PDF (a4)")
    parser.add_argument("--date", default="", help="on the sheet, instead of today's")


def run(asked) -> int:
    kind = Path(asked.output).suffix.lower()
    if kind not in KINDS:
        raise ExplorerError(f"{asked.output}: the name of a sheet ends with {', '.join(KINDS)}")
    refused = []
    opened = list(each([asked.file, *([asked.against] if asked.against else [])], refused))
    if refused:
        return 2
    results, *others = (one.results for one in opened)
    told = (results, *(others or [None]), asked.file, asked.date)
    if kind == ".pdf":
        raw = sheet_pdf(*told, asked.paper)
    else:
        raw = (sheet if kind == ".html" else sheet_svg)(*told).encode()
    keep(raw, asked.output)
    return 0
