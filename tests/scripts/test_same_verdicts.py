"""A place that the page calls wrong during a drag is one that the model refuses, and no other."""

import random
import re

from explorer.model import Asic, Cage, Engine, Layout, Load, Rack, Tray, TrayDesign
from explorer.model.placement import board_misplacements, overlap_mm, tray_misplacements
from explorer.units import PITCH_MM
from explorer.views.canvas.plan import _outline
from tests.scripts.node import VIEWS, call

BOARD_MM = 100.0
BOARDS, RACKS = 400, 400
FAULTS = """({place_fault, overlap_mm}, boards) => boards.map(({parts, ...board}) => ({
  faults: parts.map(part => place_fault(part, parts, board)),
  depths: parts.map(a => parts.map(b => (a === b ? 0 : Math.max(0, overlap_mm(a, b))))),
}))"""
TAKEN = """({taken_by}, cases) => cases.map(({tray, others}) => taken_by(tray, others)?.outline.id ?? null)"""


def boards(draw: random.Random):
    """Small boards on which parts stand anywhere, many edge to edge, and engines on and off their package."""
    for _ in range(BOARDS):
        asic = Asic(id="asic", x_mm=30, y_mm=30, width_mm=40, depth_mm=40, die_width_mm=20, die_depth_mm=10)
        other = Asic(id="asic2", x_mm=70, y_mm=70, width_mm=20, depth_mm=30, die_width_mm=10, die_depth_mm=10)
        parts = [asic, other]
        for i in range(draw.randint(1, 6)):
            on_grid = draw.choice((0.5, 10.0))
            box = {
                name: round(draw.uniform(low, high) / on_grid) * on_grid
                for name, low, high in (("x_mm", -12, 100), ("y_mm", -12, 100))
            }
            box |= {name: draw.choice((0.5, 10.0, 20.0, 33.25)) for name in ("width_mm", "depth_mm")}
            seat, host = draw.choice(("board", "package")), draw.choice(("asic", "asic2", ""))
            kind = draw.choice(("engine", "cage", "load"))
            if kind == "engine":
                parts.append(Engine(id=f"p{i}", host=host, seat=seat, **box))
            elif kind == "cage":
                parts.append(Cage(id=f"p{i}", host=host, **box))
            else:
                parts.append(Load(id=f"p{i}", **box))
        yield TrayDesign(id="d", width_mm=BOARD_MM, depth_mm=BOARD_MM, parts=tuple(parts))


def sent(design: TrayDesign) -> dict:
    """A board as the page has it."""
    parts = [{"x": part.x_mm, "y": part.y_mm, "outline": _outline(part)} for part in design.parts]
    return {"width_mm": design.width_mm, "depth_mm": design.depth_mm, "parts": parts}


def test_parts_that_overlap_or_leave_the_board():
    designs = list(boards(random.Random(1)))
    seen = {"Outside": 0, "Overlaps": 0, "": 0}
    for design, script in zip(
        designs, call("canvas/geometry/places.js", FAULTS, list(map(sent, designs))), strict=True
    ):
        found = board_misplacements(design)
        off = {each.element for each in found if each.rule == "part_on_board"}
        for i, part in enumerate(design.parts):
            depths = [0.0 if other is part else overlap_mm(part, other) for other in design.parts]
            assert script["depths"][i] == depths
            expected = "Outside" if part.id in off else "Overlaps" if any(depths) else ""
            assert script["faults"][i].split(" ")[0] == expected
            seen[expected] += 1
        meet = any(fault.startswith("Overlaps") for fault in script["faults"])
        if not off:
            assert meet == any(each.rule == "parts_apart" for each in found)
    assert min(seen.values()) > 100, seen


def racks(draw: random.Random):
    """A rack with trays that stand well, and one more, put in anywhere that it fits."""
    designs = [TrayDesign(id=f"d{height}", height_u=height) for height in (1, 2, 3)]
    for _ in range(RACKS):
        trays, u = [], 1
        while (u := u + draw.choice((0, 0, 1, 4))) < 16:
            height = draw.randint(1, 3)
            trays.append(Tray(id=f"t{u}", rack=draw.choice(("r0", "r1")), design=f"d{height}", u=u))
            u += height
        height = draw.randint(1, 3)
        moved = Tray(id="moved", rack="r0", design=f"d{height}", u=draw.randint(1, 21 - height))
        yield Layout(
            racks=[Rack(id=f"r{i}", height_u=20) for i in range(2)], designs=designs, trays=[*trays, moved]
        )


def test_trays_that_stand_where_another_stands():
    layouts = list(racks(random.Random(2)))

    def drawn(layout, tray):
        outline = {"id": tray.id, "height_u": layout.element(tray.design).height_u}
        return {"u": tray.u, "rack": tray.rack, "outline": outline}

    cases = []
    for layout in layouts:
        *others, moved = (drawn(layout, tray) for tray in layout.trays)
        cases.append({"tray": moved, "others": others})
    script = call("canvas/geometry/places.js", TAKEN, cases)
    model = [any(each.rule == "u_free" for each in tray_misplacements(layout)) for layout in layouts]
    assert [taken is not None for taken in script] == model
    assert 50 < sum(model) < RACKS - 50


def test_no_script_says_again_how_high_a_position_is():
    names = [f'"{name}"' for name in PITCH_MM if len(name) > 1]
    heights = [rf"\b{mm:g}\b" for mm in PITCH_MM.values() if mm % 1]
    again = re.compile("|".join(names + heights))
    assert [path.name for path in VIEWS.rglob("*.js") if again.search(path.read_text(encoding="utf-8"))] == []
