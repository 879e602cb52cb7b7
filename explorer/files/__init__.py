"""Layout files: a writer with one canonical text, a reader that checks everything, and their JSON Schema."""

from explorer.files.disk import keep, read, read_text, write
from explorer.files.json_schema import schema
from explorer.files.reader import element_lines, parse
from explorer.files.sections import SCHEMA
from explorer.files.writer import dump

__all__ = [
    "SCHEMA",
    "dump",
    "element_lines",
    "keep",
    "parse",
    "read",
    "read_text",
    "schema",
    "write",
]
