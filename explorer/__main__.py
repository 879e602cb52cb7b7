"""The same jobs without a screen: ``python -m explorer evaluate FILE``."""

import argparse
import sys

from explorer.errors import ExplorerError


def main(words=None) -> int:
    """Run one command; 0 if it went well, 1 if it found what it looks for, 2 if it was refused."""
    ask = argparse.ArgumentParser(prog="python -m explorer", description=__doc__)
    commands = ask.add_subparsers(dest="command", required=True)
    commands.add_parser("warm-up", help="compile the solvers, so that the first page does not wait")
    evaluate = commands.add_parser("evaluate", help="print what layouts come to")
    evaluate.add_argument("files", nargs="+", metavar="FILE")
    check = commands.add_parser("check", help="print what breaks a rule; 1 if there is an error")
    check.add_argument("files", nargs="+", metavar="FILE")
    verify = commands.add_parser("verify", help="run reference cases through the solvers")
    verify.add_argument("files", nargs="+", metavar="CASE.json or FOLDER")
    asked = ask.parse_args(words)
    job = {"warm-up": _warm_up, "evaluate": _evaluate, "check": _check, "verify": _verify}[asked.command]
    try:
        return job(asked)
    except ExplorerError as refused:
        print(refused, file=sys.stderr)
        return 2


def _warm_up(_) -> int:
    from explorer.analysis import warm_up

    warm_up(lambda line: print(f"\rSolvers: {line:<40}", end="", flush=True))
    print(f"\rSolvers: {'compiled':<40}")
    return 0


def _evaluate(asked) -> int:
    from explorer.analysis import evaluate
    from explorer.files import read

    for path in asked.files:
        results = evaluate(read(path))
        print(f"{results.layout.title or path}")
        for total in results.totals.values():
            spread = f"  ({total.low:,.4g} to {total.high:,.4g})" if total.low < total.high else ""
            print(f"  {total.label:<22}{total.typical:>14,.4g} {total.unit}{spread}")
        for finding in results.findings:
            print(f"  {finding.severity}: {finding.message}")
    return 0


def _check(asked) -> int:
    from explorer.analysis import evaluate
    from explorer.files import read

    broken = 0
    for path in asked.files:
        for finding in evaluate(read(path)).findings:
            print(f"{path}: {finding.severity}: {finding.element}: {finding.message}")
            broken += finding.severity == "error"
    return 1 if broken else 0


def _verify(asked) -> int:
    from explorer.verify import main as run

    return run(asked.files)


if __name__ == "__main__":
    sys.exit(main())
