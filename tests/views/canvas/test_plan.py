"""When the plan sends its drawing anew, and when places and states are enough."""

import pytest

from explorer.looking import Looking
from explorer.session import Session
from explorer.views.canvas.plan import PlanView
from tests.shipped import shipped


@pytest.fixture
def session():
    session = Session(shipped("gb200_nvl72"))
    session.select("r1.c01")
    return session


@pytest.fixture
def view(session):
    view = PlanView(session, Looking(session))
    view.sent = []
    view._send_msg = view.sent.append
    view._on_ready({})
    view.sent.clear()
    return view


def scenes(view):
    return [message for message in view.sent if message["type"] == "scene"]


def test_a_new_name_of_the_tray_is_in_the_header(session, view):
    tray = session.layout.element("r1.c01")
    session.commit(session.layout.replaced(tray.replaced(label="Head node")), "Rename")
    assert [scene["label"] for scene in scenes(view)] == ["Head node"]


def test_a_new_name_of_the_design_and_another_number_of_trays_are_in_the_header(session, view):
    design = session.layout.element("compute")
    session.commit(session.layout.replaced(design.replaced(label="Bianca")), "Rename")
    session.commit(session.layout.removed("r1.c18"), "Remove")
    assert [(scene["design"], scene["others"]) for scene in scenes(view)] == [("Bianca", 17), ("Bianca", 16)]


def test_another_size_of_the_board_is_drawn(session, view):
    design = session.layout.element("compute")
    session.commit(session.layout.replaced(design.replaced(depth_mm=design.depth_mm + 10)), "Lengthen")
    assert scenes(view)[-1]["depth_mm"] == design.depth_mm + 10


def test_moves_and_watts_send_no_new_drawing(session, view):
    part = session.layout.designs[0].parts[0]
    session.commit(session.layout.moved(part.id, x_mm=part.x_mm + 0.5), "Move", may_misplace=True)
    session.commit(session.layout.replaced(session.layout.site.replaced(supply_air_c=27.0)), "Warmer")
    assert scenes(view) == []
    # a test before this one may have prepared this board's crosstalk, which a move takes away
    assert [message["type"] for message in view.sent if message["type"] != "crosstalk"] == ["frame", "frame"]
