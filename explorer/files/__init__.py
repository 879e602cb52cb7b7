"""How a layout is kept: one canonical text, a reader that trusts nothing, and the schema of both."""

from explorer.files.disk import read, write
from explorer.files.json_schema import schema
from explorer.files.reader import parse
from explorer.files.sections import SCHEMA
from explorer.files.writer import dump

__all__ = ["SCHEMA", "dump", "parse", "read", "schema", "write"]
