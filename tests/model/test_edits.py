"""Edits of several elements at once: what they do, what they leave alone, and when they refuse."""

import pytest

from explorer.errors import LayoutError
from explorer.files import dump, parse, read
from explorer.model.additions import duplicated, free_u, made_unique, with_part, with_tray
from explorer.model.edits import EDGES, aligned, locked, placed, removed, rotated
from explorer.model.placement import misplacements
from explorer.views.shell.page import LAYOUTS


@pytest.fixture(scope="module")
def switch():
    return read(LAYOUTS / "switch_51t_cpo.layout.yaml")


@pytest.fixture(scope="module")
def nvl72():
    return read(LAYOUTS / "gb200_nvl72.layout.yaml")


def test_several_parts_move_in_one_edit(switch):
    moved = placed(switch, {"sw.vrm0a": {"x_mm": 1.0}, "sw.ports_oe02": {"y_mm": 2.0}})
    assert (moved.element("sw.vrm0a").x_mm, moved.element("sw.ports_oe02").y_mm) == (1.0, 2.0)
    changed = set(dump(moved).splitlines()) ^ set(dump(switch).splitlines())
    assert len(changed) == 4


def test_what_is_locked_stays(switch):
    held = locked(switch, ["sw.vrm0a"], True)
    for edit in (
        lambda: placed(held, {"sw.vrm0a": {"x_mm": 1.0}}),
        lambda: removed(held, ["sw.vrm0a"]),
        lambda: rotated(held, ["sw.vrm0a"]),
        lambda: aligned(held, ["sw.ports_oe02", "sw.vrm0a"], "left"),
    ):
        with pytest.raises(LayoutError, match="is locked"):
            edit()
    assert parse(dump(held)) == held
    assert locked(held, ["sw.vrm0a"], False) == switch


def test_a_processor_with_ports_is_not_removed_alone(switch):
    with pytest.raises(LayoutError, match="drives .* and 15 more"):
        removed(switch, ["sw.asic0"])
    hosted = [part.id for part in switch.designs[0].parts if getattr(part, "host", "") == "sw.asic0"]
    assert "sw.asic0" not in removed(switch, ["sw.asic0", *hosted])


def test_a_copy_of_a_part_stands_free_beside_it(switch):
    copied, (id,) = duplicated(switch, ["sw.vrm0a"])
    assert misplacements(copied) == []
    own, copy = copied.element("sw.vrm0a").values(), copied.element(id).values()
    differs = {key for key in own if own[key] != copy[key]} - {"label"}
    assert "id" in differs <= {"id", "x_mm", "y_mm"}
    assert removed(copied, [id]) == switch


def test_a_processor_and_its_ports_are_copied_together(switch):
    engines = [p.id for p in switch.designs[0].parts if p.kind == "engine"]
    copied, ids = duplicated(switch, ["sw.asic0", *engines])
    assert len(set(ids)) == len(ids) == 1 + len(engines)
    assert {copied.element(id).host for id in ids[1:]} == {ids[0]}


def test_a_copy_of_a_tray_takes_the_next_free_position(nvl72):
    copied, (id,) = duplicated(nvl72, ["r1.sw9"])
    copy = copied.element(id)
    assert (id, copy.label, copy.u) == ("r1.sw10", "NVLink switch 10", 35)
    assert misplacements(copied) == []
    full = nvl72
    for _ in range(11):
        full, _ = duplicated(full, ["r1.sw9"])
    with pytest.raises(LayoutError, match="no 1 free"):
        duplicated(full, ["r1.sw9"])


def test_four_quarter_turns_are_none(switch):
    turned = switch
    for quarter in range(1, 5):
        turned = rotated(turned, ["sw.asic0", "sw.vrm0a"])
        part, was = turned.element("sw.asic0"), switch.element("sw.asic0")
        assert part.center_mm == pytest.approx(was.center_mm)
        sizes = (part.width_mm, part.die_width_mm), (was.width_mm, was.die_width_mm)
        assert quarter % 2 or sizes[0] == sizes[1]
    assert turned == switch


@pytest.mark.parametrize("edge", EDGES)
def test_aligned_parts_share_an_edge_with_the_first(switch, edge):
    ids = ["sw.vrm0a", "sw.ports_oe02", "sw.asic0"]
    lined = aligned(switch, ids, edge)
    boxes = [lined.element(id).box_mm for id in ids]
    middles = [lined.element(id).center_mm for id in ids]
    at = {
        "left": [b[0] for b in boxes],
        "front": [b[1] for b in boxes],
        "right": [b[2] for b in boxes],
        "rear": [b[3] for b in boxes],
        "across": [m[0] for m in middles],
        "along": [m[1] for m in middles],
    }[edge]
    assert at == pytest.approx([at[0]] * 3, abs=1e-3)
    assert lined.element(ids[0]) is switch.element(ids[0])


def test_a_part_from_the_palette_is_like_those_that_are_there(switch):
    more, id = with_part(switch, "sw", "engine", (10.0, 20.0))
    engine, like = more.element(id), switch.designs[0].parts[-1]
    assert (engine.x_mm, engine.y_mm, engine.kind) == (10.0, 20.0, "engine")
    assert (engine.links, engine.host) == ("ports", "sw.asic0")
    assert like.id in more
    blank, id = with_part(switch, "sw", "cage")
    assert (blank.element(id).links, blank.element(id).kind) == ("", "cage")
    assert misplacements(blank) == []


def test_a_tray_from_the_palette_counts_on(nvl72):
    more, id = with_tray(nvl72, "nvsw", "r1", 46)
    assert (more.element(id).design, more.element(id).u) == ("nvsw", 46)
    assert more.element(id).label == "NVLink switch 10"


def test_a_tray_of_its_own_design_is_edited_alone(nvl72):
    alone, design = made_unique(nvl72, "r1.mg2")
    assert alone.element("r1.mg2").design == design
    assert [t.id for t in alone.trays_of("mgmt")] == ["r1.mg1"]
    part = alone.element(design).parts[0].id
    moved = placed(alone, {part: {"x_mm": 1.0}})
    assert moved.element("mgmt.asic").x_mm == nvl72.element("mgmt.asic").x_mm
    with pytest.raises(LayoutError, match="runs evenly"):
        made_unique(nvl72, "r1.sw1")


def test_a_free_position_is_the_nearest_above(nvl72):
    assert free_u(nvl72, "r1", 1, 8) == 35
    assert free_u(nvl72, "r1", 3, 1) == 43
    with pytest.raises(LayoutError, match="no 9 free"):
        free_u(nvl72, "r1", 9, 1)
