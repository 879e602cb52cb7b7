"""The form of what is selected: made from declarations, one step an edit, refusals beside the field."""

import pytest

from explorer.files import read
from explorer.model import PART_KINDS, LinkGroup, Rack, Site, Tray, TrayDesign
from explorer.model.technologies import technology
from explorer.quantities.elements import declared
from explorer.session import Session
from explorer.views.panels.fields import NOT_SHOWN, form
from explorer.views.panels.inspector import InspectorView
from explorer.views.shell.page import LAYOUTS


@pytest.fixture
def session():
    return Session(read(LAYOUTS / "switch_51t_cpo.layout.yaml"))


@pytest.fixture
def view(session):
    view = InspectorView(session)
    view.sent = []
    view._send_msg = view.sent.append
    return view


def field(view, name, group=0):
    return next(f for f in view.message()["groups"][group]["fields"] if f["name"] == name)


@pytest.mark.parametrize("kind", [*PART_KINDS.values(), Tray, TrayDesign, LinkGroup, Rack, Site])
def test_every_declared_value_has_a_field_with_its_bounds(session, kind):
    found = [e for e in session.layout.elements() if type(e) is kind] or [kind(id="new")]
    layout = session.layout
    if found[0].id == "new":
        layout = layout.replaced(layout.designs[0].replaced(parts=(*layout.designs[0].parts, found[0])))
    fields = {f["name"]: f for f in form(layout, found[:1])}
    assert set(fields) == set(kind.fields()) - set(NOT_SHOWN)
    for name, shown in fields.items():
        bounds = getattr(kind.param[name], "bounds", None)
        if shown["sort"] == "number":
            assert (shown["low"], shown["high"]) == (bounds or (None, None))
        assert (declared(name).label, declared(name).unit) == (shown["label"], shown["unit"])


def test_without_a_selection_it_shows_room_and_rack(view):
    message = view.message()
    assert message["title"] == "Site"
    assert [g["title"].partition(" ")[0] for g in message["groups"]] == ["", "Rack"]


def test_an_edit_is_one_step_and_the_heat_follows(session, view):
    session.select("sw.asic0")
    before = session.results.parts("r1.sw1")["sw.asic0"].t_c
    view._on_set({"group": 0, "ids": ["sw.asic0"], "field": "power_w", "value": 500})
    assert session.undo_label == "Set power of TH5 to 500 W"
    assert session.results.parts("r1.sw1")["sw.asic0"].t_c > before + 5
    assert field(view, "power_w")["value"] == 500.0
    session.undo()
    assert not session.can_undo


def test_several_are_changed_in_one_step(session, view):
    session.select("sw.fan0", "sw.fan1")
    assert field(view, "x_mm")["mixed"]
    assert not field(view, "width_mm")["mixed"]
    view._on_set({"group": 0, "ids": ["sw.fan0", "sw.fan1"], "field": "power_w", "value": 20})
    assert {session.layout.element(id).power_w for id in ("sw.fan0", "sw.fan1")} == {20.0}
    assert session.steps == ("Open", "Set power of 2 parts to 20 W")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("power_w", -1, "outside the allowed range 0 to 20000"),
        ("power_w", "much", "'much' is not a number"),
        ("power_w", True, "not a number"),
        ("cooling", "watre", "is not one of air"),
        ("x_mm", 900, "leaves the board"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(session, view, name, value, said):
    view._on_set({"group": 0, "ids": ["sw.asic0"], "field": name, "value": value})
    refused = [m for m in view.sent if m["type"] == "refused"]
    assert refused[-1]["field"] == name
    assert said in refused[-1]["reason"]
    assert not session.can_undo


def test_a_damaged_message_is_dropped(session, view):
    view._handle_msg({"type": "set", "ids": ["sw.asic0"], "field": "no_such", "value": 1})
    view._handle_msg({"type": "act", "act": "explode", "ids": ["sw.asic0"]})
    assert not session.can_undo


def test_figures_of_a_technology_have_kind_and_source_and_take_ones_own(session, view):
    session.select("ports")
    tech = view.message()["technology"]
    watts = next(row for row in tech["rows"] if row["field"] == "module_w.typical")
    assert watts["source"]
    assert watts["kind"] in {"measured", "datasheet", "estimate", "assumption"}
    own = {"technology": tech["key"], "field": "module_w.typical", "value": watts["range"][1] * 0.9}
    view._on_override({**own, "source": " "})
    assert "where the value comes from" in view.sent[-1]["reason"]
    view._on_override({**own, "source": "bench, 2026-11"})
    assert technology(session.layout, tech["key"]).module_w.typical == pytest.approx(own["value"])
    (override,) = session.layout.overrides
    assert override.source == "bench, 2026-11"
    view._on_override({**own, "value": 1e9, "source": "wrong"})
    assert view.sent[-1]["type"] == "refused"
    view._on_catalog({"id": override.id})
    assert session.layout.overrides == ()


def test_another_technology_makes_the_ports_anew(session, view):
    view._on_set({"group": 0, "ids": ["ports"], "field": "technology", "value": "dsp_800_dr8"})
    assert not any(part.kind == "engine" for part in session.layout.designs[0].parts)


def test_acts_are_one_step_each_and_copies_are_selected(session, view):
    session.select("sw.fan0")
    view._on_act({"act": "duplicate", "ids": ["sw.fan0"]})
    (copy,) = session.selection
    assert copy != "sw.fan0"
    view._on_act({"act": "delete", "ids": [copy]})
    assert session.steps == ("Open", "Duplicate Fan 1", "Delete Fan 5")
    view._on_act({"act": "delete", "ids": ["sw.asic0"]})
    assert "drives" in view.sent[-1]["reason"]


def test_the_figures_of_a_fan_curve_wait_for_each_other(session, view):
    design = session.layout.designs[0]
    curve = {"fan_flow_cfm": 60.0, "fan_pressure_pa": 400.0, "resistance_pa": 50.0}
    view._on_set({"group": 1, "ids": [design.id], "field": "fan_flow_cfm", "value": None})
    assert not session.layout.element(design.id).has_fan_curve
    for n, (field_name, value) in enumerate(curve.items()):
        assert len(session.steps) == 2, n
        view._on_set({"group": 1, "ids": [design.id], "field": field_name, "value": value})
    told = [m for m in view.sent if m["type"] == "refused"]
    assert [m["held"] for m in told] == [True, True]
    assert "fan pressure and pressure drop" in told[0]["reason"]
    assert len(session.steps) == 3
    assert {key: getattr(session.layout.element(design.id), key) for key in curve} == curve


def test_a_tray_s_own_fields_come_before_those_of_its_design():
    session = Session(read(LAYOUTS / "gb200_nvl72.layout.yaml"))
    view = InspectorView(session)
    session.select("r1.c05")
    own, design = view.message()["groups"]
    assert own["ids"] == ["r1.c05"]
    assert (design["title"], design["ids"]) == ("Design, shared by 18 trays", ["compute"])
    session.select("r1.c05", "r1.sw1")
    message = view.message()
    assert message["title"] == "2 trays"
    assert message["figures"][0][:2] == ("Power", pytest.approx(6779, abs=5))
    assert message["groups"][1]["ids"] == ["compute", "nvsw"]


def test_what_cannot_be_gone_back_to_offers_no_way_back(session, view):
    session.select("sw.asic0")
    assert not field(view, "x_mm")["returns"]
    assert field(view, "power_w")["returns"]
    assert field(view, "h_w_per_m2_k")["empty"] == "catalog’s"
    session.select("r1.sw1")
    assert not field(view, "design")["returns"]


def test_a_technology_of_the_form_may_ask_for_more_room_than_there_is(session, view):
    view._on_set({"group": 0, "ids": ["ports"], "field": "technology", "value": "dsp_400_dr4"})
    assert session.layout.element("ports").technology == "dsp_400_dr4"
    assert not [m for m in view.sent if m["type"] == "refused"]


def test_a_number_that_finds_no_room_waits_for_the_one_that_makes_it(session, view):
    session.select("sw.fan1")
    view._on_set({"group": 0, "ids": ["sw.fan1"], "field": "width_mm", "value": 110})
    refused = view.sent[-2]
    assert refused["held"]
    assert refused["reason"] == "not set yet: Fan 2 overlaps Fan 3 by 12.5 mm"
    assert (field(view, "width_mm")["value"], field(view, "width_mm")["held"]) == (110.0, refused["reason"])
    assert session.layout.element("sw.fan1").width_mm == 70.0
    # what has room by itself is set, and the other goes on waiting
    view._on_set({"group": 0, "ids": ["sw.fan1"], "field": "power_w", "value": 13})
    assert session.steps[1:] == ("Set power of Fan 2 to 13 W",)
    assert field(view, "width_mm")["value"] == 110.0
    view._on_set({"group": 0, "ids": ["sw.fan1"], "field": "x_mm", "value": 100})
    fan = session.layout.element("sw.fan1")
    assert (fan.x_mm, fan.width_mm) == (100.0, 110.0)
    assert session.steps[2:] == ("Set X of Fan 2 to 100 mm and width",)
    assert "held" not in field(view, "width_mm")
    session.undo()
    assert session.layout.element("sw.fan1").width_mm == 70.0


def test_a_number_that_waits_can_be_given_up(session, view):
    session.select("sw.fan1")
    view._on_set({"group": 0, "ids": ["sw.fan1"], "field": "width_mm", "value": 110})
    view._on_release({"ids": ["sw.fan1"], "field": "width_mm"})
    assert field(view, "width_mm")["value"] == 70.0
    view._on_set({"group": 0, "ids": ["sw.fan1"], "field": "x_mm", "value": 100})
    assert session.layout.element("sw.fan1").width_mm == 70.0


def test_two_numbers_that_wait_for_each_other_are_set_together(session, view):
    session.select("sw.fan1")
    for name, value in (("width_mm", 110), ("x_mm", 90)):
        view._on_set({"group": 0, "ids": ["sw.fan1"], "field": name, "value": value})
        assert not session.can_undo
    assert {name for name in ("x_mm", "width_mm") if "held" in field(view, name)} == {"x_mm", "width_mm"}
    view._on_set({"group": 0, "ids": ["sw.fan1"], "field": "y_mm", "value": 400})
    fan = session.layout.element("sw.fan1")
    assert (fan.x_mm, fan.y_mm, fan.width_mm) == (90.0, 400.0, 110.0)
    assert len(session.steps) == 2
