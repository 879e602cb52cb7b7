"""The JSON Schema of a layout file, with which text editors complete and check it as it is typed.

It is saved as a file, because the first line of every layout refers to one. After a change of a
declaration or of the catalog, ``python -c "from explorer.files import json_schema as s; s.publish()"``
updates that file.
"""

import json
from pathlib import Path

import param

from explorer.catalog import load
from explorer.catalog.technology import overridable
from explorer.files.sections import LISTS, PARTS, SCHEMA, SITE, Section, keys_of
from explorer.model import PART_KINDS, Element, LinkGroup, Override

PATH = Path(__file__).with_name("layout.schema.json")

ID_PATTERN = r"^[a-z0-9][a-z0-9_]*(\.[a-z0-9_]+)*$"
OWN_KEYS = {"^x_": {}}


def schema() -> dict:
    """The schema (JSON Schema 2020-12), made from the declarations of the model and the keys of the catalog.

    >>> schema()["$defs"]["trays"]["properties"]["u"]["maximum"]
    60
    """
    head = {
        "schema": {"type": "integer", "const": SCHEMA, "description": "version of the file format"},
        "catalog": {"type": "string", "description": "version of the catalog that the layout was made with"},
        "title": {"type": "string"},
        "note": {"type": "string"},
        SITE.key: {"$ref": f"#/$defs/{SITE.key}"},
    }
    kinds = [{"$ref": f"#/$defs/parts.{kind}"} for kind in PART_KINDS]
    lists = {
        section.key: {
            "type": "array",
            "items": {"oneOf": kinds} if section is PARTS else {"$ref": f"#/$defs/{section.key}"},
        }
        for section in LISTS
    }
    lines = {s.key: _line(s, s.element) for s in (SITE, *LISTS) if s is not PARTS}
    parts = {f"parts.{kind}": _line(PARTS, element) for kind, element in PART_KINDS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Layout of Rack Explorer",
        **_object({**head, **lists}, ["schema"]),
        "$defs": {**lines, **parts},
    }


def text() -> str:
    """The text of the schema file in the package."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def publish() -> None:
    """Update the schema file in the package."""
    PATH.write_text(text(), encoding="utf-8")


def _object(properties: dict, required: list[str]) -> dict:
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": OWN_KEYS,
        "required": required,
        "additionalProperties": False,
    }


def _line(section: Section, element: type[Element]) -> dict:
    properties = {key: _value(section, element, key) for key in keys_of(section, element)}
    return _object(properties, ["id", *section.required])


def _value(section: Section, element: type[Element], key: str) -> dict:
    if section is PARTS and key == "kind":
        return {"const": element.kind}
    if section is PARTS and key == "design":
        return {"type": "string", "description": "id of the design on whose board it sits"}
    declared = element.param[key]
    about = {"description": declared.doc} if declared.doc else {}
    if key == "id":
        return {"type": "string", "pattern": ID_PATTERN, **about}
    if section.element in (LinkGroup, Override) and key == "technology":
        carries_data = [k for k, t in load().technologies.items() if not t.is_light_source]
        return {"enum": carries_data if section.element is LinkGroup else list(load().technologies), **about}
    if section.element is Override and key == "field":
        return {"enum": overridable(), **about}
    default = {} if key in section.required else {"default": declared.default}
    return {**_type(declared), **default, **about}


def _type(declared: param.Parameter) -> dict:
    if isinstance(declared, param.Selector):
        return {"enum": list(declared.objects)}
    if isinstance(declared, param.Boolean):
        return {"type": "boolean"}
    if not isinstance(declared, param.Number):
        return {"type": "string"}
    name = "integer" if isinstance(declared, param.Integer) else "number"
    low, high = declared.bounds or (None, None)
    limits = {"minimum": low, "maximum": high}
    return {
        "type": [name, "null"] if declared.allow_None else name,
        **{word: limit for word, limit in limits.items() if limit is not None},
    }
