"""Turns a NetBox device type into a tray design."""

import math
import re

from explorer.files.netbox import components, consistency, ports, power
from explorer.files.netbox.fields import Within, declared_mass, flag, mass_kg, number, text, word
from explorer.files.netbox.preview import Fix, Notices, Preview, counted
from explorer.files.netbox.vocabulary import AIRFLOWS, DEVICE_KEYS
from explorer.files.slugs import slug
from explorer.files.yaml_tree import Block
from explorer.model import Load, TrayDesign

HIGHEST_U = 20
MOST_LOAD_W = 20_000.0

RISE_K = 15.0
"""Rise of the air through a device whose airflow is not given (assumption)."""

W_PER_CFM_K = 0.569
"""Heat that 1 CFM of air at 20 C carries off per kelvin: 1.204 kg/m3 x 1005 J/(kg K) x 0.4719 L/s."""

FEWEST_SWITCH_PORTS = 16
"""Number of ports from which a device is taken for a switch (assumption)."""

SWITCH = re.compile(r"\bswitch(es)?\b", re.IGNORECASE)
COMPUTE = re.compile(r"\b(gpus?|superchips?|compute tray|server)\b", re.IGNORECASE)
NOT_MODELLED = re.compile(r"[^.;]{0,200}\bmodell?ed\b[^.;]{0,200}", re.IGNORECASE)
SIZE = re.compile(r"\d{2,4}(\.\d)?\s?(mm)?\s?\(?[WDH]\)?\s?x\s?\d{2,4}[^,;.\n]{0,30}")


def design_of(data: Block, raw: str, fixes: tuple[Fix, ...], notices: Notices) -> Preview:
    """The tray design that a device type describes, with every finding."""
    top = Within(data)
    unknown = components.unknown_keys(data, DEVICE_KEYS, notices)
    components.check(data, notices)
    consistency.check_device(top, notices)
    maker, model = text(top, "manufacturer", notices, 100), text(top, "model", notices, 100)
    for key in ("manufacturer", "model", "slug", "u_height", "is_full_depth"):
        if data.get(key) in (None, ""):
            notices.add("warning", "missing_key", None, key, None, "is missing, taken without", "a value")
    id = slug(text(top, "slug", notices, 100) or f"{maker} {model}", "device")
    u_height = number(top, "u_height", notices, 0.0, 1000.0, "U")
    mass = mass_kg(top, notices)
    if mass is None and "weight" not in data:
        notices.add(
            "note", "no_weight", None, "weight", None, "its mass is not known", "weight and weight_unit"
        )
    _airflow(top, notices)
    if flag(top, "is_full_depth", notices) is False:
        line = top.line("is_full_depth")
        done = "takes the front or the rear alone; drawn with the depth of a whole one"
        notices.add("note", "half_depth", line, "is_full_depth", False, done)
    if word(top, "subdevice_role", ("parent", "child"), notices) == "child":
        done = "stands in a bay of another device, not in the rack"
        notices.add("warning", "child_device", top.line("subdevice_role"), "subdevice_role", "child", done)
    drawn = power.draw(data, flag(top, "is_powered", notices), notices)
    interfaces = components.interfaces(data, notices)
    sockets = ports.sockets(interfaces, notices)
    _comments(top, notices)
    bays = components.listed(data, "device-bays", Notices(notices.file))
    if bays:
        done = f"other devices stand in its {counted(len(bays), 'bay')}; their watts and ports come on top"
        notices.add("note", "device_bays", top.line("device-bays"), "device-bays", None, done)
    for key in ("front_image", "rear_image"):
        flag(top, key, notices)
    done = "NetBox says nothing of board, flow of air and places; 440 x 760 mm and assumed places are drawn"
    notices.add("note", "board_assumed", None, "u_height", None, done)
    values = _values(id, model or maker, _height_u(top, u_height, notices), drawn)
    values["kind"] = _kind(top, len(interfaces), notices)
    values["note"] = _note(maker, model, fixes)
    values["extras"] = _extras(raw, fixes, top, mass, u_height)
    design = TrayDesign(**values, **declared_mass(TrayDesign, mass))
    cages = ports.cages(design, sockets, notices)
    design = design.replaced(parts=(*_loads(design, drawn.draw_w or 0.0), *cages))
    return Preview(
        "device-type", notices.file, maker, model, notices.listed(), design, (), mass, u_height,
        drawn.draw_w, unknown,
    )  # fmt: skip


def _height_u(top: Within, u_height: float | None, notices: Notices) -> int:
    stated = (top.line("u_height"), "u_height", top.block.get("u_height"))
    if u_height is None:
        notices.add("warning", "height_assumed", *stated, "drawn 1 U high", "0 or more, in steps of 0.5")
        return 1
    if u_height == 0:
        done = "stands beside the positions; drawn 1 U high, and not mounted with a layout"
        notices.add(
            "warning", "zero_u", *stated, done, "a place beside the rack, which the model does not have"
        )
        return 1
    if u_height * 2 != int(u_height * 2):
        notices.add("warning", "odd_height", *stated, f"it takes {math.ceil(u_height)} U", "steps of 0.5 U")
    elif u_height != int(u_height):
        done = f"half positions are not drawn; it takes {math.ceil(u_height)} U"
        notices.add("warning", "half_u", *stated, done, "whole positions in the model")
    if math.ceil(u_height) > HIGHEST_U:
        notices.add(
            "error", "too_high", *stated, f"drawn {HIGHEST_U} U high", f"{HIGHEST_U} U at most in the model"
        )
        return HIGHEST_U
    return math.ceil(u_height)


def _kind(top: Within, n_ports: int, notices: Notices) -> str:
    """Kind of the design, guessed from name, comment and number of ports: NetBox has no field for it."""
    named = f"{top.block.get('model', '')} {top.block.get('description', '')}"[:400]
    comments = str(top.block.get("comments", ""))[:20_000]
    kind, why = "other", "nothing says what it is for"
    if SWITCH.search(named):
        kind, why = "switch", "its name says so"
    elif COMPUTE.search(named) or COMPUTE.search(comments):
        kind, why = "compute", "its comment speaks of processors"
    elif n_ports >= FEWEST_SWITCH_PORTS:
        kind, why = "switch", f"it has {n_ports} interfaces"
    notices.add("note", "kind_guessed", None, "kind", None, f"taken as {kind}: {why}")
    return kind


def _comments(top: Within, notices: Notices) -> None:
    """Report facts that only the comment states."""
    comments = str(top.block.get("comments", ""))[:20_000]
    for rule, pattern, valid in (
        ("not_modelled", NOT_MODELLED, "all ports as interfaces"),
        ("comment_says_size", SIZE, "a size, which NetBox has no field for"),
    ):
        found = pattern.search(comments)
        if found:
            stated = " ".join(found[0].split())
            notices.add("warning", rule, top.line("comments"), "comments", stated, "not taken", valid)


def _airflow(top: Within, notices: Notices) -> None:
    stated = word(top, "airflow", AIRFLOWS, notices)
    if stated and stated not in ("front-to-rear", "passive"):
        done = "the model's air goes from front to rear; drawn so"
        notices.add(
            "warning", "airflow_direction", top.line("airflow"), "airflow", stated, done, "front-to-rear"
        )
    elif not stated:
        notices.add(
            "note",
            "no_airflow",
            None,
            "airflow",
            None,
            "front to rear is taken",
            "a word such as front-to-rear",
        )


def _values(id, label, height_u, drawn) -> dict:
    watts = drawn.draw_w or 0.0
    supplies = {}
    if drawn.supply == "ac":
        n = min(drawn.n_supplies, 64)
        supplies = {
            "n_supplies": n,
            "n_spare": 1 if n > 1 else 0,
            "rating_kw": min(drawn.rating_w / 1000.0, 1000.0),
        }
    return {
        "id": id,
        "label": label,
        "height_u": height_u,
        "supply": drawn.supply,
        "airflow_cfm": round(min(watts / (W_PER_CFM_K * RISE_K), 5000.0), 1),
        **supplies,
    }


def _loads(design: TrayDesign, watts: float) -> list[Load]:
    """Loads with all watts of the device, spread over the middle of its board."""
    n = math.ceil(watts / MOST_LOAD_W)
    room = (design.width_mm - 40.0) / max(n, 1)
    return [
        Load(
            id=f"{design.id}.load{i + 1}" if n > 1 else f"{design.id}.load",
            label="All of its draw",
            note="NetBox names the watts of the whole device alone",
            x_mm=round(20.0 + room * i, 2),
            y_mm=250.0,
            width_mm=round(room - 1.0, 2),
            depth_mm=400.0,
            cooling="heat_sink",
            power_w=watts / n,
        )
        for i in range(n)
    ]


def _note(maker, model, fixes) -> str:
    known = f"NetBox device type {maker} {model}".strip()
    return "; ".join([known, *(f"{fix.field} = {fix.value} [{fix.source}]" for fix in fixes)])


def _extras(raw, fixes, top, mass, u_height) -> dict:
    extras = {"x_netbox_yaml": raw, "x_netbox_u_height": u_height}
    if mass is not None:
        weight = top.block.get("weight")
        extras["x_netbox_weight"] = {
            "value": weight,
            "unit": str(top.block.get("weight_unit")),
            "mass_kg": mass,
        }
    if fixes:
        extras["x_netbox_fixes"] = [fix._asdict() for fix in fixes]
    return extras
