"""Random layouts that obey the model, and one good text to spoil."""

import param
from hypothesis import strategies as st

from explorer.catalog import load
from explorer.files.sections import TOP_KEYS, own_key_fault
from explorer.model import (
    PART_KINDS,
    Asic,
    Layout,
    LinkGroup,
    Override,
    Rack,
    Site,
    Tray,
    TrayDesign,
)
from explorer.model.parts import Port

GOOD = """\
# yaml-language-server: $schema=../explorer/files/layout.schema.json
schema: 1
catalog: "2026.11"
title: Two switches
note: "first line\\nsecond, with a colon: and a # sign"
x_owner: {name: Ada, on_call: true}
site: {id: site, supply_air_c: 22.5}
racks:
- {id: r1, label: Rack 1, height_u: 42}
designs:
- {id: sw, kind: switch, height_u: 2, airflow_cfm: 180}
- {id: mgmt, kind: management}
parts:
- {id: sw.asic, design: sw, kind: asic, x_mm: 180, y_mm: 300, width_mm: 75, depth_mm: 75, power_w: 450}
- {id: sw.cage1, design: sw, kind: cage, x_mm: 12.5, links: up, host: sw.asic, rate_gbps: 800, n_modules: 2}
- {id: mgmt.cpu, design: mgmt, kind: load, x_mm: 30, y_mm: 200, role: cpu, power_w: 60}
trays:
- {id: r1.sw1, rack: r1, design: sw, u: 7}
- {id: r1.sw2, rack: r1, design: sw, u: 9}
- {id: r1.mgmt, rack: r1, design: mgmt, u: 42}
links:
- {id: up, technology: dsp_800_dr8, a: sw, fabric: scale_out, n_links: 4, length_m: 30, x_color: "#aa0000"}
overrides:
- {id: o1, technology: dsp_800_dr8, field: module_w.typical, value: 14, source: our lab}
"""

KEPT_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
# fmt: off
WORDS = st.sampled_from([
    "", "no", "on", "true", "null", "~", "1e3", "007", "0x1F", "2026-11-24", "12:30", "- a", "a: b", "a #b",
    " lead", "trail ", "{", "<<", "=", "\ud7ff", "\u202e", "\u2028", "\x85", "\x7f",
])
# fmt: on
TEXT = WORDS | KEPT_TEXT
SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
OWN = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2), max_leaves=4
).filter(lambda value: depth(value) <= 3)


def depth(value) -> int:
    """How many lists and mappings stand in each other."""
    if not isinstance(value, (list, dict)):
        return 0
    return 1 + max(map(depth, value.values() if isinstance(value, dict) else value), default=0)


TOGETHER = ("fan_flow_cfm", "fan_pressure_pa", "resistance_pa")
"""Fields that a design has all or none of."""


def own_keys(declared) -> st.SearchStrategy[dict]:
    """The user's own keys beside those declared."""
    keys = KEPT_TEXT.map("x_".__add__).filter(lambda key: not own_key_fault(key, declared))
    return st.dictionaries(keys, OWN, max_size=1)


def values(declared: param.Parameter) -> st.SearchStrategy:
    """What a declaration allows."""
    if isinstance(declared, param.Selector):
        return st.sampled_from(declared.objects)
    if isinstance(declared, param.Boolean):
        return st.booleans()
    if isinstance(declared, param.Integer):
        return st.integers(*declared.bounds)
    if isinstance(declared, param.Number):
        low, high = declared.bounds or (None, None)
        some = st.floats(low, high, allow_nan=False, allow_infinity=False)
        return some | st.none() if declared.allow_None else some
    return TEXT


@st.composite
def elements(draw, cls, id, **fixed):
    """An element of a class: some values drawn, the others as declared."""
    free = [f for f in cls.fields() if f not in ("id", "extras", "parts", *TOGETHER, *fixed)]
    chosen = draw(st.lists(st.sampled_from(free), max_size=3, unique=True)) if free else []
    drawn = {field: draw(values(cls.param[field])) for field in chosen}
    return cls(id=id, extras=draw(own_keys((*cls.fields(), "design", "kind"))), **drawn, **fixed)


@st.composite
def layouts(draw):
    """A layout whose references lead somewhere and whose trays stand apart."""
    racks = [draw(elements(Rack, f"r{i}", height_u=60)) for i in range(draw(st.integers(0, 2)))]
    n_designs = draw(st.integers(0, 3))
    hosts = [f"d{i}.{draw(st.sampled_from(['asic', 'a.b', '0', 'null']))}{i}" for i in range(n_designs)]
    can_link = n_designs > 0 and draw(st.booleans())
    designs = []
    for i, host in enumerate(hosts):
        parts = [draw(elements(Asic, host))]
        for j, kind in enumerate(draw(st.lists(st.sampled_from(list(PART_KINDS)), max_size=3))):
            cls = PART_KINDS[kind]
            ends = {"links": "up" if can_link else "", "host": host} if issubclass(cls, Port) else {}
            parts.append(draw(elements(cls, f"d{i}.p{j}", **ends)))
        height = draw(st.integers(1, 4))
        designs.append(draw(elements(TrayDesign, f"d{i}", height_u=height)).replaced(parts=tuple(parts)))
    trays = []
    if racks and designs:
        for k in range(draw(st.integers(0, 4))):
            rack, design = draw(st.sampled_from(racks)), draw(st.sampled_from(designs))
            trays.append(draw(elements(Tray, f"t{k}", rack=rack.id, design=design.id, u=1 + 5 * k)))
    keys = [k for k, t in load().technologies.items() if not t.is_light_source]
    links = []
    if can_link:
        ends = {"a": "d0", "b": draw(st.sampled_from(["", "d0"])), "technology": draw(st.sampled_from(keys))}
        links.append(draw(elements(LinkGroup, "up", **ends)))
    watts = st.floats(200.0, 1000.0)
    own = st.builds(dict, technology=st.sampled_from(keys), field=st.just("module_w.typical"), value=watts)
    overrides = [draw(elements(Override, "1.5", **draw(own)))] if draw(st.booleans()) else []
    head = {"title": draw(TEXT), "note": draw(TEXT), "extras": draw(own_keys(TOP_KEYS))}
    site = draw(elements(Site, "site"))
    return Layout(
        **head, site=site, racks=racks, designs=designs, trays=trays, links=links, overrides=overrides
    )
