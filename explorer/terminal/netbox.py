"""Reads a layout from NetBox data: a folder of tables and types, or one type file."""

from pathlib import Path

from explorer.errors import FileError
from explorer.files.disk import read_text
from explorer.files.netbox import preview_type, read_layout
from explorer.files.netbox.preview import Notice, Preview
from explorer.files.netbox.source import WHAT
from explorer.model import Layout, Rack, TrayDesign

LAYOUT = ".layout.yaml"


def read_netbox(path: str) -> tuple[Layout, tuple[Notice, ...]]:
    """The layout of a folder or a type file, with all findings.

    A folder holds ``racks.csv``, ``devices.csv``, optionally ``cables.csv``, and the type files of the
    devices and racks.

    Raises
    ------
    FileError
        If one of the files cannot be read, or is a module type alone, which has no board or rack.
    """
    folder = Path(path)
    if not folder.is_dir():
        preview = _type(path)
        return _alone(preview, path), preview.notices
    types = [_type(str(file)) for file in _type_files(folder)]
    cables = folder / "cables.csv"
    found = read_layout(
        folder / "racks.csv", folder / "devices.csv", cables if cables.exists() else None, types=types
    )
    of_types = (notice for preview in types for notice in preview.notices)
    return found.layout, (*of_types, *found.notices)


def _type_files(folder: Path) -> list[Path]:
    files = (*folder.glob("*.yaml"), *folder.glob("*.yml"))
    return sorted(file for file in files if not file.name.endswith(LAYOUT))


def _type(path: str) -> Preview:
    return preview_type(read_text(path, WHAT), path)


def _alone(preview: Preview, path: str) -> Layout:
    title = f"{preview.manufacturer} {preview.model}".strip()
    if isinstance(preview.element, TrayDesign):
        return Layout(title=title, designs=[preview.element])
    if isinstance(preview.element, Rack):
        return Layout(title=title, racks=[preview.element])
    problem = "a module type has no board or rack of its own; bring in the type of the device that takes it"
    raise FileError(problem, file=path)
