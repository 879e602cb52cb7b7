"""Layout files on disk: read within a size limit, written atomically."""

import os
import stat
import tempfile
from pathlib import Path

from explorer.errors import FileError
from explorer.files.faults import hint
from explorer.files.reader import parse
from explorer.files.writer import dump
from explorer.files.yaml_tree import MAX_BYTES, check_size
from explorer.model import Layout


def read(path) -> Layout:
    """The layout in a file.

    Raises
    ------
    FileError
        If there is no such file, it is too large, it is not UTF-8, or it is not a layout.
    """
    return parse(read_text(path), str(path))


def read_text(path, what: str = "a layout") -> str:
    """The text of a file that is within the size limit.

    Raises
    ------
    FileError
        If there is no such file, it is too large for `what`, or it is not UTF-8.
    """
    path = Path(path)
    return decoded(_bytes(path, what), str(path))


def decoded(raw: bytes, file: str) -> str:
    """The text of UTF-8 bytes, without a byte order mark.

    Raises
    ------
    FileError
        For any other encoding; the message names the byte and its line.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        problem = f"the byte 0x{raw[broken.start]:02x} is not UTF-8; save the file with the encoding UTF-8"
        raise FileError(problem, file=file, line=raw.count(b"\n", 0, broken.start) + 1) from None


def write(layout: Layout, path) -> None:
    """Save a layout to a file atomically: after a crash the file is the old one or the new one.

    Raises
    ------
    LayoutError
        If the layout holds something that cannot be written to a file.
    FileError
        If the place cannot be written to.
    """
    keep(dump(layout).encode(), path)


def keep(raw: bytes, path) -> None:
    """Save bytes to a file atomically: after a crash the file is the old one or the new one.

    Raises
    ------
    FileError
        If the place cannot be written to.
    """
    path = Path(os.path.realpath(path))
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with open(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(beside, _mode(path))
            os.replace(beside, path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as refused:
        raise FileError(f"cannot be written: {refused.strerror or refused}", file=str(path)) from refused


def _bytes(path: Path, what: str) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise FileError("this is not a file", file=str(path))
        check_size(about.st_size, str(path), what)
        with open(path, "rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise FileError(f"there is no such file{_neighbor(path)}", file=str(path)) from None
    except (OSError, ValueError) as refused:
        problem = f"cannot be read: {getattr(refused, 'strerror', None) or refused}"
        raise FileError(problem, file=str(path)) from None
    check_size(len(raw), str(path), what)
    return raw


def _neighbor(path: Path) -> str:
    try:
        return hint(path.name, sorted(p.name for p in path.parent.glob("*.layout.yaml")))
    except OSError:
        return ""


def _mode(path: Path) -> int:
    """Permissions of the file that is replaced, else those of a new file under the present umask."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
