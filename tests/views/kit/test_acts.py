"""An act is one record: it is offered, done, undone and refused wherever acts are, and nowhere else."""

import pytest

from explorer.looking import Looking
from explorer.model import Part, Tray
from explorer.session import Session
from explorer.views.canvas.elevation import ElevationView
from explorer.views.canvas.plan import PlanView
from explorer.views.kit import acts
from explorer.views.panels.inspector import InspectorView
from explorer.views.shell.commands import commands, keyboard
from tests.shipped import shipped
from tests.spreading import SPREAD

FANS = ("sw.fan0", "sw.fan1", "sw.fan2", "sw.fan3")


@pytest.fixture
def session():
    layout = shipped("switch_51t_cpo")
    fan = layout.element("sw.fan1")
    return Session(layout.moved(fan.id, x_mm=fan.x_mm - 3.0))


@pytest.fixture
def looking(session):
    return Looking(session)


@pytest.fixture
def spreading():
    """The act of somebody else, as long as a test runs."""
    acts.register(SPREAD)
    yield SPREAD
    acts.unregister(SPREAD.key)


def drawn(view_class, *given):
    view = view_class(*given)
    view.sent = []
    view._send_msg = view.sent.append
    return view


def keys_sent(view):
    view._on_ready({})
    return next(message["keys"] for message in view.sent if message["type"] == "keys")


def in_palette(session, looking):
    return {command.key: command for command in commands(session, looking)}


def in_inspector(session):
    return {act["act"]: act for act in drawn(InspectorView, session).message()["acts"]}


def test_what_is_registered_is_in_palette_inspector_keys_and_keyboard_map(session, looking, spreading):
    session.select(*FANS)
    command = in_palette(session, looking)["act:spread"]
    assert (command.words, command.keys) == ("Spread 4 parts", "Shift S")
    assert in_inspector(session)["spread"]["label"] == "Spread"
    assert "Shift S" in keys_sent(drawn(PlanView, session, looking))
    assert "Shift S" not in keys_sent(drawn(ElevationView, session, looking))
    assert ("Shift S", SPREAD.doc) in keyboard()[0][1]


@pytest.mark.parametrize("way", ["palette", "inspector", "key"])
def test_it_is_one_step_with_its_name_by_every_way(session, looking, spreading, way):
    session.select(*FANS)
    before = session.layout
    if way == "palette":
        in_palette(session, looking)["act:spread"].run()
    elif way == "inspector":
        drawn(InspectorView, session)._on_act({"act": "spread", "ids": list(FANS)})
    else:
        drawn(PlanView, session, looking)._on_act({"keys": "Shift S", "ids": list(FANS), "seq": 1})
    assert session.steps == ("Open", "Spread 4 parts")
    xs = [session.layout.element(id).x_mm for id in FANS]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1]) == pytest.approx(xs[3] - xs[2])
    session.undo()
    assert session.layout is before
    assert session.selection == FANS


@pytest.mark.parametrize("way", ["palette", "inspector", "key"])
def test_it_is_refused_with_its_reason_by_every_way(session, looking, spreading, way):
    ids = ["sw.fan0", "sw.fan1", "sw.vrm0a"]
    session.select(*ids)
    assert in_inspector(session)["spread"]["obstacle"] == "only parts of one size can be spread"
    if way == "palette":
        in_palette(session, looking)["act:spread"].run()
        said = session.notice
    elif way == "inspector":
        view = drawn(InspectorView, session)
        view._on_act({"act": "spread", "ids": ids})
        said = view.sent[-1]["reason"]
    else:
        view = drawn(PlanView, session, looking)
        view._on_act({"keys": "Shift S", "ids": ids, "seq": 1})
        said = view.sent[-1]["reason"]
    assert said == "only parts of one size can be spread"
    assert not session.can_undo


def test_where_it_makes_no_sense_it_is_not_offered_and_its_key_says_so(session, looking, spreading):
    session.select("sw.fan0")
    assert "act:spread" not in in_palette(session, looking)
    assert "spread" not in in_inspector(session)
    view = drawn(PlanView, session, looking)
    view._on_act({"keys": "Shift S", "ids": ["sw.fan0"], "seq": 1})
    assert view.sent[-1]["reason"] == "Spread cannot be applied to Fan 1"
    session.select("r1.sw1")
    assert "spread" not in in_inspector(session)


def test_unregistered_it_is_gone_and_a_name_is_given_once(session, looking):
    acts.register(SPREAD)
    with pytest.raises(ValueError, match="an act 'spread' already"):
        acts.register(SPREAD)
    acts.unregister("spread")
    session.select(*FANS)
    assert "act:spread" not in in_palette(session, looking)
    assert "Shift S" not in acts.keys_on(Part)
    with pytest.raises(KeyError):
        acts.unregister("spread")


def test_the_same_key_locks_and_unlocks(session, looking):
    view = drawn(PlanView, session, looking)
    press = {"keys": "L", "ids": ["sw.fan0", "sw.fan1"], "seq": 1}
    view._on_act({**press, "ids": ["sw.fan0"]})
    view._on_act(press)
    view._on_act(press)
    assert session.steps[1:] == ("Lock Fan 1", "Lock 2 parts", "Unlock 2 parts")
    session.select("sw.fan0")
    assert "lock" in in_inspector(session)
    assert "unlock" not in in_inspector(session)


def test_what_is_locked_says_so_before_it_is_tried(session):
    session.select("sw.fan0")
    acts.perform(session, acts.act_named("lock"), ["sw.fan0"])
    shown = in_inspector(session)
    assert shown["delete"]["obstacle"] == shown["rotate"]["obstacle"] == "Fan 1 is locked; unlock it first"
    assert shown["duplicate"]["obstacle"] == ""


def test_an_act_on_a_kind_has_no_key_on_the_canvas_of_another(session):
    assert "R" in acts.keys_on(Part)
    assert "R" not in acts.keys_on(Tray)
    assert {"L", "Delete", "Backspace", "Ctrl D"} <= set(acts.keys_on(Tray))


def test_a_key_that_stands_for_nothing_is_dropped(session, looking):
    view = drawn(PlanView, session, looking)
    view._handle_msg({"type": "act", "keys": "Ctrl Shift X", "ids": ["sw.fan0"], "seq": 3})
    assert view.sent[-1] == {"type": "ack", "seq": 3}
    assert not session.can_undo


def test_every_key_of_an_act_is_on_the_map_of_the_keyboard():
    on_map = {keys for _, group in keyboard() for keys, _ in group}
    assert {act.keys[0] for act in acts.acts() if act.keys} <= on_map
    assert dict(keyboard()[0][1])["L"] == "Lock or unlock"
