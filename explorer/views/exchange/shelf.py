"""The layouts that the page offers: the files of one folder, by name."""

from functools import lru_cache
from pathlib import Path

from explorer.analysis import Results, evaluate
from explorer.errors import FileError, nearest
from explorer.files import read
from explorer.model import Layout

SUFFIX = ".layout.yaml"


class Shelf:
    """The `*.layout.yaml` files of a folder; keys are their names without the suffix."""

    def __init__(self, folder: Path):
        self._paths = {p.name.removesuffix(SUFFIX): p for p in sorted(Path(folder).glob(f"*{SUFFIX}"))}
        self._titles = [(key, _title(path) or key) for key, path in self._paths.items()]

    def __contains__(self, key: str) -> bool:
        return key in self._paths

    def titles(self) -> list[tuple[str, str]]:
        """Return (key, title) of every layout."""
        return self._titles

    def read(self, key: str) -> Layout:
        """Return the layout of a key.

        Raises
        ------
        FileError
            If there is none, with the nearest key in the message, or if it cannot be read.
        """
        return read(self._path(key))

    def solved(self, key: str) -> Results:
        """Return the results of a layout, cached for all pages until its file changes.

        A page is built on the event loop: solving its layout there, 0.1 s for a switch and 0.7 s for a rack,
        would block every other page.

        Raises
        ------
        FileError
            As `read`.
        """
        return _solved(self.stamp(key))

    def stamp(self, key: str) -> tuple[str, int, int]:
        """Return the identity of a layout file's content: path, size in bytes, modification time in ns.

        Raises
        ------
        FileError
            If there is no such file.
        """
        path = self._path(key)
        try:
            about = path.stat()
        except OSError as gone:
            raise FileError(f"cannot be read: {gone.strerror or gone}", file=str(path)) from None
        return str(path), about.st_size, about.st_mtime_ns

    def _path(self, key: str) -> Path:
        if key not in self._paths:
            near = nearest(key, self._paths)
            raise FileError(f"there is no layout '{key[:60]}'" + (f"; {near}" if near else ""))
        return self._paths[key]


@lru_cache(maxsize=16)
def _solved(stamp) -> Results:
    return evaluate(read(stamp[0]))


def _title(path: Path) -> str:
    """Return the title in the first lines of a layout file, or ''; reading only those is fast."""
    with path.open(encoding="utf-8") as lines:
        for line, _ in zip(lines, range(8), strict=False):
            if line.startswith("title:"):
                return line.removeprefix("title:").strip().strip('"')
    return ""
