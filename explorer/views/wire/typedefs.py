"""Generates ``protocol.d.ts``, for the scripts' type checker: `python -m explorer.views.wire.typedefs`."""

import types
import typing
from pathlib import Path
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from explorer.views.wire import protocol, records

FILE = Path(__file__).with_name("protocol.d.ts")
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null", Any: "any"}
HEAD = """\
// Made from protocol.py and records.py by `python -m explorer.views.wire.typedefs`: do not edit.

// A Panel component as its script sees it. `Heard` are the server's messages, `Said` the script's.
export interface Model<Heard, Said> {
  dark: boolean;
  document: any;
  send_msg(message: Said): void;
  on(event: "msg:custom", act: (message: Heard) => void): void;
  on(event: "dark" | "remove" | "controls" | "content", act: () => void): void;
  [parameter: string]: any;
}
"""


def typedefs() -> str:
    """Return the text of ``protocol.d.ts``."""
    named = {**vars(records), **vars(protocol)}
    parts = [HEAD, *(_interface(each) for each in named.values() if is_typeddict(each))]
    for view, talk in protocol.PROTOCOL.items():
        heard, said = (" | ".join(each.__name__ for each in messages) for messages in talk)
        parts.append(
            f"\nexport type To{view} = {heard};\nexport type From{view} = {said};\n"
            f"export type {view}Model = Model<To{view}, From{view}>;"
        )
    return "\n".join(parts) + "\n"


def script_type(annotation) -> str:
    """Return a Python type in TypeScript's notation; TypeError if JSON has no such type.

    >>> script_type(list[tuple[str, float | None]]), script_type(Literal["jump", "pin"])
    ('[string, number | null][]', '"jump" | "pin"')
    """
    if annotation in PLAIN:
        return PLAIN[annotation]
    if is_typeddict(annotation):
        return annotation.__name__
    origin, given = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " | ".join(f'"{each}"' if isinstance(each, str) else str(each).lower() for each in given)
    if origin in (Union, types.UnionType):
        return " | ".join(map(script_type, given))
    if origin is tuple:
        return f"[{', '.join(map(script_type, given))}]"
    if origin is dict:
        return f"Record<{', '.join(map(script_type, given))}>"
    if origin is list:
        of = script_type(given[0])
        return f"({of})[]" if " | " in of and not of.startswith("[") else f"{of}[]"
    raise TypeError(f"no JSON: {annotation}")


def _interface(record) -> str:
    fields = get_type_hints(record, include_extras=True)
    said = (f"{name}{_optional(of)}: {script_type(_plain(of))}" for name, of in fields.items())
    return f"export interface {record.__name__} {{{'; '.join(said)}}}"


def _optional(annotation) -> str:
    return "?" if get_origin(annotation) is NotRequired else ""


def _plain(annotation):
    return get_args(annotation)[0] if get_origin(annotation) is typing.NotRequired else annotation


if __name__ == "__main__":
    FILE.write_text(typedefs(), encoding="utf-8")
