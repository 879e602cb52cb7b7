"""Every message between the page and the server, by view and direction.

The server sends to a view's script with ``_send_msg``; a script answers with ``model.send_msg``, and the
method ``_on_<type>`` of its view handles that. Fields are JSON values: an unknown number is null; an array is
sent as bytes. `python -m explorer.views.wire.typedefs` generates ``protocol.d.ts``, the same types for the
scripts.
"""

from typing import Any, Literal, NamedTuple, NotRequired, TypedDict

from explorer.views.wire.records import (
    Array,
    CardFigures,
    Design,
    Fields,
    Finding,
    Group,
    InFile,
    Kept,
    Known,
    Node,
    Numbers,
    Offered,
    Pair,
    Part,
    PartKind,
    Picture,
    Places,
    Rack,
    Stop,
    Technology,
    Texts,
    Three,
    Tile,
    Tray,
    Way,
    WhyTable,
)

# fmt: off
# -- of several views --------------------------------------------------------------------------------
Ready = TypedDict("Ready", {"type": Literal["ready"]})
Heard = TypedDict("Heard", {"type": Literal["heard"]})
Ack = TypedDict("Ack", {"type": Literal["ack"], "seq": int})
Close = TypedDict("Close", {"type": Literal["close"]})
Closed = TypedDict("Closed", {"type": Literal["closed"]})
Problem = TypedDict("Problem", {"type": Literal["problem"], "text": str})
Select = TypedDict("Select", {"type": Literal["select"], "id": str})
Open = TypedDict("Open", {"type": Literal["open"], "key": str, "kept": Any})
Upload = TypedDict("Upload", {"type": Literal["upload"], "name": str, "text": str})

# -- what is moved on a canvas -----------------------------------------------------------------------
Keys = TypedDict("Keys", {"type": Literal["keys"], "keys": Texts})
Selected = TypedDict("Selected", {"type": Literal["selected"], "ids": Texts})
Dropped = TypedDict("Dropped", {"type": Literal["dropped"], "reason": str, "seq": int})
SelectAll = TypedDict("SelectAll", {"type": Literal["select"], "ids": Texts})
Drag = TypedDict("Drag", {"type": Literal["drag"], "places": Places, "add": NotRequired[str], "seq": int})
Drop = TypedDict("Drop", {"type": Literal["drop"], "places": Places, "add": NotRequired[str], "seq": int})
Cancel = TypedDict("Cancel", {"type": Literal["cancel"], "seq": int})
Act = TypedDict("Act", {"type": Literal["act"], "keys": str, "ids": Texts, "seq": int})
Add = TypedDict("Add", {"type": Literal["add"], "add": str, "seq": int})

# -- elevation ---------------------------------------------------------------------------------------
ElevationScene = TypedDict("ElevationScene", {
    "type": Literal["scene"], "face": str, "racks": list[Rack], "trays": list[Tray], "designs": list[Design],
    "fresh": str, "groups": list[Group], "cables": list[tuple[int, int, int]], "margin": Pair,
})
ElevationFrame = TypedDict("ElevationFrame", {
    "type": Literal["frame"], "live": bool, "tray": str, "metric": str, "scale": tuple[str, str, str],
    "u": list[int], "rack": Texts, "values": list[Known], "link": str, "margins": list[Known],
})
LinkChosen = TypedDict("LinkChosen", {"type": Literal["link"], "id": str})

# -- plan --------------------------------------------------------------------------------------------
NoScene = TypedDict("NoScene", {"type": Literal["scene"], "tray": Literal[""], "parts": list[Part]})
PlanScene = TypedDict("PlanScene", {
    "type": Literal["scene"], "tray": str, "label": str, "design": str, "others": int, "width_mm": float,
    "depth_mm": float, "air": bool, "air_name": str, "colors": Texts, "figures": list[Pair],
    "parts": list[Part], "places": list[tuple[float, float]], "kinds": list[PartKind],
    "selected": Texts, "fresh": str,
})
PlanFrame = TypedDict("PlanFrame", {
    "type": Literal["frame"], "live": bool, "seq": int, "solution": str, "error_k": Known, "quantity": str,
    "unit": str, "finest": float, "reversed": bool, "hint": str, "range": Numbers | None, "fixed": bool,
    "isolines": bool, "air_c": Known, "hottest": str, "moment": str, "lost": str, "wrong": dict[str, str],
    "ny": int, "nx": int, "low": float, "step": float, "data": Array,
})
Crosstalk = TypedDict("Crosstalk", {"type": Literal["crosstalk"], "sources": Texts, "data": Array})
Limits = TypedDict("Limits", {"type": Literal["limits"], "low": Known, "high": Known})
Isolines = TypedDict("Isolines", {"type": Literal["isolines"], "on": bool})

# -- totals, findings, form --------------------------------------------------------------------------
Totals = TypedDict("Totals", {"type": Literal["totals"], "live": bool, "tiles": list[Tile]})
WhyAnswer = TypedDict("WhyAnswer", {
    "type": Literal["why"], "name": str, "label": str, "value": Known, "unit": str, "said": str,
    "tables": list[WhyTable],
})
Why = TypedDict("Why", {"type": Literal["why"], "name": str})
SelectRow = TypedDict("SelectRow", {"type": Literal["select"], "ids": Texts, "tray": str})
Findings = TypedDict("Findings", {
    "type": Literal["findings"], "rows": list[Finding], "open": str, "ways": list[Way] | None,
})
Fixes = TypedDict("Fixes", {"type": Literal["fixes"], "id": str})
Apply = TypedDict("Apply", {"type": Literal["apply"], "index": int})
Mend = TypedDict("Mend", {"type": Literal["mend"]})
Form = TypedDict("Form", {
    "type": Literal["form"], "title": str, "kind": str, "groups": list[Fields],
    "figures": list[tuple[str, Known, str]], "acts": list[Offered], "technology": Technology | None,
})
Refused = TypedDict("Refused", {
    "type": Literal["refused"], "group": int, "field": str, "reason": str, "held": bool,
})
Set = TypedDict("Set", {"type": Literal["set"], "ids": Texts, "group": int, "field": str, "value": Any})
ActOn = TypedDict("ActOn", {"type": Literal["act"], "act": str, "ids": Texts})
Release = TypedDict("Release", {"type": Literal["release"], "ids": Texts, "field": str})
Override = TypedDict("Override", {
    "type": Literal["override"], "technology": str, "field": str, "value": Known, "source": str,
})
Catalog = TypedDict("Catalog", {"type": Literal["catalog"], "id": str})

# -- bar, start, tour --------------------------------------------------------------------------------
BarReady = TypedDict("BarReady", {
    "type": Literal["ready"], "kept": Kept | None, "link": str, "view": str, "start": bool,
})
BarState = TypedDict("BarState", {
    "type": Literal["state"], "layouts": list[Pair], "key": str, "opening": str, "title": str,
    "is_changed": bool, "can_undo": bool, "can_redo": bool, "undo_label": str, "redo_label": str,
    "steps": Texts, "at": int,
})
Keep = TypedDict("Keep", {
    "type": Literal["keep"], "opened": str | None, "text": str | None, "key": str, "title": str, "times": int,
})
Notice = TypedDict("Notice", {"type": Literal["notice"], "text": str, "calm": NotRequired[bool]})
Busy = TypedDict("Busy", {"type": Literal["busy"], "title": str})
Stay = TypedDict("Stay", {"type": Literal["stay"], "key": str})
LinkOut = TypedDict("LinkOut", {"type": Literal["link_out"], "query": str, "fragment": str, "note": str})
FileOut = TypedDict("FileOut", {"type": Literal["file_out"], "name": str, "text": str})
Commands = TypedDict("Commands", {"type": Literal["commands"], "commands": list[tuple[str, str, str, str]]})
Keyboard = TypedDict("Keyboard", {"type": Literal["keyboard"], "groups": list[tuple[str, list[Pair]]]})
Offer = TypedDict("Offer", {"type": Literal["offer"], "rows": list[Any], "against": str})
Making = TypedDict("Making", {"type": Literal["making"], "key": str, "words": str})
Made = TypedDict("Made", {"type": Literal["made"], "key": str, "name": str, "media": str, "bytes": int})
Unmade = TypedDict("Unmade", {"type": Literal["unmade"], "key": str, "text": str})
Piece = TypedDict("Piece", {"type": Literal["piece"], "key": str, "at": int, "data": str})
Shared = TypedDict("Shared", {"type": Literal["shared"], "message": Offer | Making | Made | Unmade | Piece})
Link = TypedDict("Link", {"type": Literal["link"], "link": str, "view": str})
GoOn = TypedDict("GoOn", {"type": Literal["go_on"], "kept": Kept})


AskNothing = Literal[
    "copy_link", "start", "tour", "download", "share_offer", "undo", "redo", "commands", "keys", "reset",
    "alive",
]
Ask = TypedDict("Ask", {"type": AskNothing})
"""Requests to the bar's view that have no arguments."""
Alive = TypedDict("Alive", {"type": Literal["alive"]})
ShareKey = TypedDict("ShareKey", {"type": Literal["share_make", "share_stop"], "key": str})
SharePiece = TypedDict("SharePiece", {"type": Literal["share_piece"], "key": str, "at": int})
Run = TypedDict("Run", {"type": Literal["run"], "key": str})
OfStep = TypedDict("OfStep", {"type": Literal["jump", "pin"], "index": int})
Theme = TypedDict("Theme", {"type": Literal["theme"], "dark": bool})
StartCard = TypedDict("StartCard", {
    "type": NotRequired[Literal["card"]], "key": str, "title": str, "picture": NotRequired[Picture],
    "figures": NotRequired[CardFigures], "problem": NotRequired[str],
})
StartOpen = TypedDict("StartOpen", {"type": Literal["open"], "cards": list[StartCard], "title": str})
Blank = TypedDict("Blank", {"type": Literal["blank"]})
Refuse = TypedDict("Refuse", {"type": Literal["refuse"], "text": str})
Begin = TypedDict("Begin", {"type": Literal["begin"], "asked": bool, "stops": list[Stop]})
Done = TypedDict("Done", {"type": Literal["done"], "key": str})
AtStop = TypedDict("AtStop", {"type": Literal["at"], "key": str})

# -- waiting for kernels -----------------------------------------------------------------------------
Waiting = TypedDict("Waiting", {"type": Literal["waiting"], "title": str, "picture": Picture, "line": str})

# -- bringing in -------------------------------------------------------------------------------------
Show = TypedDict("Show", {
    "type": Literal["show"], "files": list[InFile], "needs": str, "makes": str, "ready": bool,
    "mounts": bool,
})
InText = TypedDict("InText", {"type": Literal["file"], "name": str, "text": str})
Remove = TypedDict("Remove", {"type": Literal["remove"], "file": str})
Fix = TypedDict("Fix", {"type": Literal["fix"], "file": str, "field": str, "value": str, "source": str})
Unfix = TypedDict("Unfix", {"type": Literal["unfix"], "file": str, "field": str})
Mount = TypedDict("Mount", {"type": Literal["add"], "mount": bool})

# -- tabs --------------------------------------------------------------------------------------------
Flow = TypedDict("Flow", {
    "type": Literal["flow"], "nodes": list[Node], "streams": list[tuple[int, int, Known]], "rack": Three,
    "rack_unit": str, "figure": Pair,
})

# -- A and B -----------------------------------------------------------------------------------------
SidesOpen = TypedDict("SidesOpen", {"type": Literal["open"], "a_label": str, "zoom": float})
AskSides = TypedDict("AskSides", {"type": Literal["open", "swap"]})
Sized = TypedDict("Sized", {"type": Literal["sized"], "w": float, "h": float, "docked": bool})
Placed = TypedDict("Placed", {"type": Literal["placed"], "name": str})
Key = TypedDict("Key", {"type": Literal["key"], "key": str})
# fmt: on


class Talk(NamedTuple):
    """The messages that a view sends to its script, and those that the script sends back."""

    to_page: tuple[type, ...]
    to_server: tuple[type, ...]


_ON_CANVAS = (Ack, Keys, Selected, Dropped)
_BY_HAND = (Ready, SelectAll, Drag, Drop, Cancel, Act, Add)

PROTOCOL = {
    "ElevationView": Talk((*_ON_CANVAS, ElevationScene, ElevationFrame), (*_BY_HAND, LinkChosen)),
    "PlanView": Talk((*_ON_CANVAS, NoScene, PlanScene, PlanFrame, Crosstalk), (*_BY_HAND, Limits, Isolines)),
    "TotalsView": Talk((Ack, Totals, WhyAnswer), (Ready, Why, Closed, SelectRow)),
    "FindingsView": Talk((Ack, Findings), (Ready, Select, Fixes, Apply, Mend)),
    "InspectorView": Talk((Ack, Form, Refused), (Ready, Set, Release, ActOn, Override, Catalog)),
    "Bar": Talk(
        (Ack, BarState, Keep, Notice, Busy, Stay, LinkOut, FileOut, Commands, Keyboard, Shared, Alive),
        (BarReady, Open, GoOn, Upload, Link, Ask, ShareKey, SharePiece, Run, OfStep, Theme),
    ),
    "StartView": Talk(
        (Ack, Heard, StartOpen, StartCard, Problem, Close), (Ready, Closed, Open, Blank, Upload, Refuse)
    ),
    "WaitingView": Talk((Ack, Waiting), (Ready,)),
    "TourView": Talk((Ack, Heard, Begin, Done), (Ready, AtStop)),
    "BringInView": Talk(
        (Ack, Heard, Show, Problem, Close), (Ready, InText, Remove, Fix, Unfix, Mount, Closed)
    ),
    "SankeyView": Talk((Ack, Flow), (Ready,)),
    "SideBySideView": Talk((Ack, SidesOpen, Close), (Ready, Closed, AskSides, Sized, Placed, Key)),
}
"""Messages by the name of the view's class."""
