"""``convert FILE -o OUT``: writes a layout in canonical form, in the newest schema, or another format."""

import os
import sys

from explorer.errors import ExplorerError, FileError
from explorer.files import keep
from explorer.terminal.formats import READERS, WRITERS, named
from explorer.terminal.opening import placed
from explorer.terminal.words import complain

HELP = "write layouts in canonical form, in the newest schema, or in another format"


def arguments(parser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=_known(READERS))
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument(
        "-o", "--output", metavar="OUT", help=f"where to; - is the terminal; {_known(WRITERS)}"
    )
    place.add_argument("--in-place", action="store_true", help="bring each file to its canonical form")
    parser.add_argument("--from", dest="source", metavar="FORMAT", help="of the files, whatever their names")
    parser.add_argument("--to", metavar="FORMAT", help="of the output, whatever its name")
    parser.add_argument("--force", action="store_true", help="let the output replace a file")


def run(args) -> int:
    if args.output and len(args.files) > 1:
        raise ExplorerError("one output takes one file; --in-place takes several")
    if args.in_place and (args.source or args.to):
        raise ExplorerError("--in-place keeps the format of a file; another format needs -o OUT")
    refused = 0
    for path in args.files:
        try:
            _convert(args, path)
        except ExplorerError as problem:
            complain(placed(problem, path))
            refused += 1
    return 2 if refused else 0


def _convert(args, path: str) -> None:
    out = path if args.in_place else args.output
    to = args.to or ("layout" if out == "-" else None)
    reader, writer = named(READERS, _file(path), args.source), named(WRITERS, out, to)
    if not args.in_place and not args.force and out != "-" and os.path.lexists(out):
        raise FileError("is there already; --force replaces it", file=out)
    taken = reader.read(path)
    for note in taken.notes:
        complain(note)
    raw = writer.bytes_of(taken.layout)
    if out == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
    elif not (args.in_place and _is_there(raw, out)):
        keep(raw, out)


def _file(path: str) -> str:
    """The name by which a format is found: one without a suffix is treated as a layout file."""
    return path if "." in path else f"{path}.layout.yaml"


def _is_there(raw: bytes, path: str) -> bool:
    with open(path, "rb") as file:
        return file.read() == raw


def _known(formats) -> str:
    return "; ".join(f"{name}: {format.what}" for name, format in formats.items())
