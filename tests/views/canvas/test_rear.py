"""The rear of a tray as its design says it, and as the elevation is told."""

import pytest

from explorer import read
from explorer.looking import Looking
from explorer.session import Session
from explorer.views.canvas.elevation import ElevationView
from explorer.views.canvas.rear import rear


@pytest.fixture(scope="module")
def layout():
    return read("layouts/gb200_nvl72.layout.yaml")


def test_connectors_are_mirrored(layout):
    design = layout.element("compute")
    ends = [left for left, _ in rear(design)["connectors"]]
    placed = [part for part in design.parts if part.kind == "connector"]
    assert len(ends) == len(placed) > 0
    for left, part in zip(ends, placed, strict=True):
        right_mm = part.x_mm + part.width_mm
        assert left * design.width_mm == pytest.approx(design.width_mm - right_mm, abs=0.1)


def test_power_and_coolant_are_said_where_they_are(layout):
    said = {design.id: rear(design) for design in layout.designs}
    assert said["compute"]["power"] == said["nvsw"]["power"] == "clip on the busbar"
    assert said["shelf"]["power"] == "feeds the busbar"
    assert said["mgmt"]["power"] == "2 AC inlets"
    assert said["mgmt"]["inlets"] == 2
    assert not said["mgmt"]["clip"]
    assert said["compute"]["coolant_l_per_min"] == 7.5
    assert said["mgmt"]["coolant_l_per_min"] == 0.0


def test_from_behind_the_racks_stand_the_other_way_round(layout):
    second = layout.racks[0].replaced(id="r2", x_mm=600.0)
    session = Session(layout.added("racks", second))
    sent = []
    looking = Looking(session)
    view = ElevationView(session, looking)
    view._send_msg = sent.append
    looking.face = "rear"
    scene = next(message for message in sent if message["type"] == "scene")
    assert [rack["id"] for rack in scene["racks"]] == ["r2", "r1"]
    assert all(tray["rear"] for tray in scene["trays"])
    looking.face = "front"
    scene = [message for message in sent if message["type"] == "scene"][-1]
    assert [rack["id"] for rack in scene["racks"]] == ["r1", "r2"]
    assert not any(tray["rear"] for tray in scene["trays"])


def test_weights_that_nobody_has_published_are_unknown(layout):
    session = Session(layout)
    sent = []
    looking = Looking(session)
    view = ElevationView(session, looking)
    view._send_msg = sent.append
    looking.metric = "weight"
    frame = [message for message in sent if message["type"] == "frame"][-1]
    values = dict(zip((tray.id for tray in layout.trays), frame["values"], strict=True))
    assert values["r1.mg1"] == 7.41
    assert values["r1.c01"] is None
