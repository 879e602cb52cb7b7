"""What the strip of totals sends when it is asked why, and what a row of the answer selects."""

import pytest

from explorer.looking import Looking
from explorer.quantities.totals import tiles
from explorer.session import Session
from explorer.views.panels.totals import TotalsView
from tests.shipped import shipped


@pytest.fixture
def session():
    return Session(shipped("switch_51t_cpo"))


@pytest.fixture
def view(session):
    view = TotalsView(session, Looking(session))
    view.sent = []
    view._send_msg = view.sent.append
    return view


def answers(view):
    return [message for message in view.sent if message["type"] == "why"]


@pytest.mark.parametrize("total", tiles())
def test_every_tile_answers_in_the_tile_s_own_figure(session, view, total):
    view._handle_msg({"type": "why", "name": total})
    (answer,) = answers(view)
    assert answer["value"] == pytest.approx(session.results.totals[total].typical, rel=1e-6)
    assert all(table["rows"] for table in answer["tables"])


def test_the_answer_follows_a_settled_edit_and_rests_while_live_or_closed(session, view):
    view._handle_msg({"type": "why", "name": "rack_kw"})
    hotter = session.layout.replaced(session.layout.element("sw.asic0").replaced(power_w=300.0))
    session.preview(hotter)
    assert len(answers(view)) == 1
    session.commit(hotter, "Warmer")
    assert len(answers(view)) == 2
    assert answers(view)[-1]["value"] == pytest.approx(session.results.totals["rack_kw"].typical, rel=1e-6)
    view._handle_msg({"type": "closed"})
    session.undo()
    assert len(answers(view)) == 2


def test_a_row_selects_its_part_in_its_tray_its_links_or_all_its_trays():
    session = Session(shipped("gb200_nvl72"))
    view = TotalsView(session, Looking(session))
    view._handle_msg({"type": "select", "ids": ["compute.gpu2"], "tray": "r1.c18"})
    assert (session.tray, session.selection) == ("r1.c18", ("compute.gpu2",))
    view._handle_msg({"type": "select", "ids": ["nvlink"], "tray": ""})
    assert session.link == "nvlink"
    trays = [t.id for t in session.layout.trays_of("compute")]
    view._handle_msg({"type": "select", "ids": trays, "tray": ""})
    assert session.selection == tuple(trays)


def test_damaged_questions_are_dropped(session, view):
    for damaged in ({"name": "no such"}, {}, {"name": None}):
        view._handle_msg({"type": "why", **damaged})
    view._handle_msg({"type": "select", "ids": 3, "tray": ""})
    view._handle_msg({"type": "select", "ids": ["no such", "<b>"], "tray": "gone"})
    assert not answers(view)
    assert session.selection == ()
