"""``check FILE...``: prints every broken rule on a line; the exit code says whether there are any."""

from explorer.analysis.findings import SEVERITIES
from explorer.terminal import structure
from explorer.terminal.opening import Opened, each
from explorer.terminal.words import plain

HELP = "print what breaks a rule; ends with 1 if anything does"


def arguments(parser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a layout, or REVISION:FILE in git")
    parser.add_argument("--json", action="store_true", help="for a program: findings with their lines")
    parser.add_argument(
        "--fail-on",
        choices=(*SEVERITIES, "never"),
        default="error",
        help="end with 1 on findings of this severity or a worse one (error)",
    )


def run(args) -> int:
    refused, findings, layouts = [], [], []
    for opened in each(args.files, refused):
        findings += opened.results.findings
        if args.json:
            layouts.append({"file": opened.path, "findings": structure.findings(opened)})
        else:
            print(*_lines(opened), sep="\n", end="\n" * bool(opened.results.findings))
    if args.json:
        print(structure.answer("check", refused, layouts=layouts))
    failing = SEVERITIES[: SEVERITIES.index(args.fail_on) + 1] if args.fail_on in SEVERITIES else ()
    return 2 if refused else int(any(finding.severity in failing for finding in findings))


def _lines(opened: Opened):
    """Findings in the format of compilers and linters, so that editors and CI can open the place."""
    for finding in opened.results.findings:
        line = opened.line(finding.element)
        place = f"{opened.path}:{line}" if line else opened.path
        yield plain(f"{place}: {finding.severity}: {finding.element}: {finding.message}")
