"""Edits give a new layout, share what did not change, and leave the old one alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import LayoutError
from explorer.model import Layout, Rack, Tray, TrayDesign
from tests.model.boards import crowded, racks, switches

LAYOUTS = crowded() | racks() | switches()


@settings(max_examples=150, deadline=None)
@given(crowded(), st.data())
def test_a_moved_part_is_elsewhere_and_all_else_is_shared(layout, data):
    parts = layout.designs[0].parts
    part = data.draw(st.sampled_from(parts))
    before = part.values()
    moved = layout.moved(part.id, x_mm=part.x_mm + 5)
    assert moved.element(part.id).x_mm == part.x_mm + 5
    assert moved != layout
    assert layout.element(part.id).values() == before
    for old, new in zip(parts, moved.designs[0].parts, strict=True):
        assert (new is old) == (old is not part)
    assert moved.site is layout.site
    assert moved.design_of(part.id) is moved.designs[0]
    assert moved.moved(part.id, x_mm=part.x_mm) == layout


@settings(max_examples=100, deadline=None)
@given(racks(), st.data())
def test_a_moved_tray_leaves_designs_and_other_trays_as_they_are(layout, data):
    if not layout.trays:
        return
    tray = data.draw(st.sampled_from(layout.trays))
    moved = layout.moved(tray.id, u=30, rack="r0")
    assert (moved.element(tray.id).u, moved.element(tray.id).rack) == (30, "r0")
    assert all(a is b for a, b in zip(layout.designs, moved.designs, strict=True))
    assert [t.id for t in moved.trays] == [t.id for t in layout.trays]
    assert all(new is old for old, new in zip(layout.trays, moved.trays, strict=True) if old is not tray)


@settings(max_examples=100, deadline=None)
@given(LAYOUTS)
def test_what_is_added_and_removed_again_leaves_an_equal_layout(layout):
    added = layout.added("racks", Rack(id="new"))
    assert "new" in added
    assert "new" not in layout
    assert added.removed("new") == layout
    assert hash(added.removed("new")) == hash(layout)


@settings(max_examples=100, deadline=None)
@given(LAYOUTS)
def test_every_element_is_found_by_its_id_and_ids_are_unique(layout):
    elements = list(layout.elements())
    assert len({e.id for e in elements}) == len(elements)
    assert all(layout.element(e.id) is e for e in elements)
    for design in layout.designs:
        assert layout.trays_of(design.id) == tuple(t for t in layout.trays if t.design == design.id)


@settings(max_examples=100, deadline=None)
@given(racks())
def test_what_others_refer_to_cannot_be_removed(layout):
    for rack in layout.racks:
        if any(tray.rack == rack.id for tray in layout.trays):
            with pytest.raises(LayoutError, match=f"there is no Rack '{rack.id}'"):
                layout.removed(rack.id)
        else:
            assert rack.id not in layout.removed(rack.id)


@settings(max_examples=50, deadline=None)
@given(LAYOUTS)
def test_an_id_is_taken_once(layout):
    with pytest.raises(LayoutError, match="used twice"):
        layout.added("racks", Rack(id="one"), Rack(id="one"))


def test_a_value_cannot_be_assigned():
    tray = Tray(id="t", rack="r", design="d")
    with pytest.raises(TypeError, match="Constant"):
        tray.u = 7


def test_an_edited_layout_no_longer_names_the_catalog_of_its_file():
    layout = Layout(racks=[Rack(id="r1")], catalog="1999.01")
    assert layout.moved("r1", x_mm=600).catalog == ""
    assert layout.catalog == "1999.01"


def test_a_fan_curve_cannot_lose_one_of_its_figures():
    design = TrayDesign(
        id="sw", airflow_cfm=90.0, fan_flow_cfm=60.0, fan_pressure_pa=400.0, resistance_pa=50.0
    )
    with pytest.raises(LayoutError, match="go together"):
        design.replaced(fan_flow_cfm=None)
    with pytest.raises(LayoutError, match="airflow_cfm"):
        design.replaced(airflow_cfm=0.0)
    assert not design.replaced(fan_flow_cfm=None, fan_pressure_pa=None, resistance_pa=None).has_fan_curve
