"""JSON records that messages contain. An unknown number is null."""

from typing import Any, NotRequired, TypedDict

Known = float | None
Texts = list[str]
Numbers = list[float]
Pair = tuple[str, str]
Three = tuple[Known, Known, Known]
"""Low, typical, high."""
Array = Any
"""A NumPy array in Python, a typed array of the same element type in the browser."""
Places = dict[str, dict[str, Any]]
"""Positions of elements, by their ids."""
# fmt: off
Rack = TypedDict("Rack", {"id": str, "label": str, "pitch": str, "pitch_mm": float, "height_u": int})
Design = TypedDict("Design", {"id": str, "label": str, "height_u": int, "kind": str})
Rear = TypedDict("Rear", {
    "connectors": list[tuple[float, float]], "power": str, "clip": bool, "inlets": int,
    "coolant_l_per_min": float,
})
Tray = TypedDict("Tray", {
    "id": str, "label": str, "height_u": int, "kind": str, "locked": bool, "rear": Rear | None,
})
Group = TypedDict("Group", {"id": str, "label": str})
Part = TypedDict("Part", {
    "id": str, "label": str, "kind": str, "short": str, "width_mm": float, "depth_mm": float,
    "die": tuple[float, float] | None, "host": str, "on_package": bool, "modules": int, "locked": bool,
})
Look = TypedDict("Look", {"mark": str, "outline": str, "outline_px": float})
PartKind = TypedDict("PartKind", {
    "id": str, "label": str, "kind": str, "short": str, "width_mm": float, "depth_mm": float,
    "die": tuple[float, float] | None, "host": str, "on_package": bool, "modules": int, "locked": bool,
    "name": str, "look": Look,
})
Tile = TypedDict("Tile", {
    "name": str, "label": str, "unit": str, "value": Known, "low": Known, "high": Known, "opened": Known,
    "ratio": bool, "better": int,
})
WhyRow = TypedDict("WhyRow", {
    "label": str, "value": Known, "share": Known, "ids": Texts, "tray": str, "how": str, "kind": str,
    "source": str,
})
WhyTable = TypedDict("WhyTable", {"title": str, "sort": str, "unit": str, "rows": list[WhyRow]})
Finding = TypedDict("Finding", {
    "severity": str, "element": str, "name": str, "message": str, "value": Known, "limit": Known,
    "more": int, "mended": bool,
})
Way = TypedDict("Way", {"kind": str, "label": str, "changes": Texts, "obstacle": str})
Field = TypedDict("Field", {
    "name": str, "label": str, "unit": str, "sort": str, "value": Any, "mixed": bool, "default": Any,
    "returns": bool, "options": list[Pair], "low": Known, "high": Known, "empty": str, "whole": bool,
    "doc": str, "held": NotRequired[str],
})
Fields = TypedDict("Fields", {"title": str, "ids": Texts, "fields": list[Field]})
Offered = TypedDict("Offered", {
    "act": str, "label": str, "doc": str, "icon": str, "grave": bool, "obstacle": str,
})
Source = TypedDict("Source", {
    "field": str, "label": str, "unit": str, "range": Three, "kind": str, "source": str, "override": str,
})
Technology = TypedDict("Technology", {"key": str, "name": str, "rows": list[Source]})
Kept = TypedDict("Kept", {"opened": str, "text": str, "key": str, "title": str})
Picture = TypedDict("Picture", {"racks": list[Any], "board": Any})
CardFigures = TypedDict("CardFigures", {"totals": list[tuple[Known, str]], "trays": int})
Stop = TypedDict("Stop", {"key": str, "title": str, "words": str})
InFile = TypedDict("InFile", {
    "name": str, "title": str, "adds": str, "problem": str, "fixable": bool,
    "fixes": list[tuple[str, str, str]], "counts": list[tuple[str, int]], "notices": list[Any], "more": int,
})
Node = TypedDict("Node", {"name": str, "w": Known, "column": int, "family": str})
