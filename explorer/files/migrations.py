"""Migrations of layout files: steps from each older version to the next, on plain data."""

from collections.abc import Callable, Mapping

from explorer.errors import FileError
from explorer.files.sections import SCHEMA
from explorer.files.yaml_tree import line_of

STEPS: Mapping[int, Callable[[dict], dict]] = {}
"""Steps from version n to n + 1, by n. A step should change the data in place to preserve line numbers."""


def migrated(data: dict, file: str = "<text>", steps=STEPS, newest: int = SCHEMA) -> dict:
    """The data of a file, brought to the newest version.

    Raises
    ------
    FileError
        If the version is missing, is not a whole number, is newer than `newest`, or no step leads on from it.

    >>> migrated({"schema": 1, "name": "old"}, newest=2,
    ...          steps={1: lambda data: {"title": data.pop("name"), **data}})
    {'title': 'old', 'schema': 2}
    """
    version = data.get("schema")
    line = line_of(data, "schema")

    def refused(problem):
        return FileError(problem, file=file, line=line, field="schema")

    if "schema" not in data:
        raise refused(f"the key is missing; a layout file says schema: {newest}")
    if isinstance(version, bool) or not isinstance(version, int):
        raise refused(f"{str(version)[:40]!r} is not a whole number; this program reads 1 to {newest}")
    if version > newest:
        raise refused(f"schema {version} is newer than this program reads ({newest}); update Rack Explorer")
    if version < 1:
        raise refused(f"schema {version} is outside the allowed range 1 to {newest}")
    while version < newest:
        if version not in steps:
            raise refused(f"no way leads from schema {version} to {version + 1}")
        data = steps[version](data)
        version += 1
        data["schema"] = version
    return data
