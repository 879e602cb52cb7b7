"""The same jobs without a screen: ``python -m explorer evaluate FILE``."""

import argparse
import os
import sys

from explorer.errors import ExplorerError
from explorer.terminal import check, compare, convert, evaluate, report, types, verify, warm_up
from explorer.terminal.words import complain

COMMANDS = {
    "evaluate": evaluate,
    "check": check,
    "compare": compare,
    "convert": convert,
    "report": report,
    "types": types,
    "verify": verify,
    "warm-up": warm_up,
}

ENDS = "Exit codes: 0 it went well, 1 it found what it looks for, 2 something was refused."


def main(words=None) -> int:
    """Run one command and return its exit code, as in `ENDS`; 130 if it was interrupted."""
    ask = argparse.ArgumentParser(prog="python -m explorer", description=__doc__, epilog=ENDS)
    commands = ask.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, room in COMMANDS.items():
        room.arguments(commands.add_parser(name, help=room.HELP, description=room.HELP))
    asked = ask.parse_args(words)
    try:
        code = COMMANDS[asked.command].run(asked)
        sys.stdout.flush()
        return code
    except ExplorerError as refused:
        complain(str(refused))
    except BrokenPipeError:
        # Python flushes the rest of the buffer at exit: let it go to devnull rather than fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        complain("the output was closed before all of it was written")
    except KeyboardInterrupt:
        complain("stopped")
        return 130
    return 2


if __name__ == "__main__":
    # Replace characters that the terminal's encoding lacks instead of failing on them.
    sys.stdout.reconfigure(errors="replace")
    sys.stderr.reconfigure(errors="replace")
    sys.exit(main())
