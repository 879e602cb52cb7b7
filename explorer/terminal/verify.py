"""``verify CASE...``: runs reference cases through the solvers."""

HELP = "run reference cases through the solvers"


def arguments(parser) -> None:
    parser.add_argument("files", nargs="+", metavar="CASE.json or FOLDER")


def run(args) -> int:
    from explorer.verify.run import main

    return main(args.files)
