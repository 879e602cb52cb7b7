"""What lies side by side: the tray that stands for another, maps of both, and the figures that differ."""

import numpy as np
import pytest

from explorer import compare, evaluate
from explorer.looking import Looking
from explorer.model import Tray
from explorer.session import Session
from explorer.views.compare.changed_rows import changed_rows
from explorer.views.compare.compared import boards, counterpart, racks, totals
from explorer.views.compare.side_by_side import SideBySideView
from tests.shipped import shipped, solved


@pytest.fixture(scope="module")
def dsp():
    return solved("switch_51t_dsp")


@pytest.fixture(scope="module")
def cpo():
    return solved("switch_51t_cpo")


@pytest.fixture(scope="module")
def rack():
    return solved("gb200_nvl72")


def test_a_tray_stands_for_itself_for_one_at_its_place_or_for_the_first(rack, dsp):
    layout = rack.layout
    assert counterpart(layout, "r1.sw9", layout) == "r1.sw9"
    renamed = layout.removed("r1.sw9").added(
        "trays", Tray(id="r1.other", design="nvsw", rack="r1", u=layout.element("r1.sw9").u)
    )
    assert counterpart(renamed, "r1.sw9", layout) == "r1.other"
    assert counterpart(dsp.layout, "r1.c01", layout) == "r1.sw1"


def test_maps_of_both_are_of_one_quantity(dsp, cpo):
    both = boards(cpo, dsp, "r1.sw1", "headroom", "body")
    assert (both["quantity"], both["least"], both["hint"]) == ("headroom", True, "")
    for side, results in (("a", cpo), ("b", dsp)):
        said, field = both[side], results.map("r1.sw1", "headroom")
        cells = said["low"] + said["step"] * said["field"].reshape(field.shape)
        known = np.isfinite(field)
        np.testing.assert_allclose(cells[known], field[known], atol=said["step"])
        assert len(said["parts"]) == len(results.layout.design_of("r1.sw1").parts)
    assert boards(cpo, dsp, "r1.sw1", "crosstalk", "body")["quantity"] == "temperature"
    assert boards(cpo, dsp, "", "temperature", "body") is None


def test_racks_and_totals_are_those_of_the_results(rack, dsp):
    both = racks(rack, dsp, "power")
    assert [len(both[side]["trays"]) for side in "ab"] == [37, 1]
    (tray,) = both["b"]["trays"]
    assert tray[-1] == pytest.approx(dsp.trays.power_w["r1.sw1"], abs=1e-3)
    by_name = {total["name"]: total for total in totals(rack, dsp)}
    assert by_name["rack_kw"]["a"][1] == pytest.approx(rack.totals["rack_kw"].typical)
    assert by_name["rack_kw"]["b"][1] == pytest.approx(dsp.totals["rack_kw"].typical)
    assert (by_name["margin_db"]["better"], by_name["rack_kw"]["better"]) == (1, -1)


def test_rows_go_from_b_to_a_and_equal_changes_of_equal_trays_are_one(rack, dsp, cpo):
    rows, more = changed_rows(compare(dsp, cpo))
    power = next(row for row in rows if row.figure == "Power" and row.who.startswith("Switch"))
    assert power.a == pytest.approx(cpo.trays.power_w["r1.sw1"], abs=1e-3)
    assert power.b == pytest.approx(dsp.trays.power_w["r1.sw1"], abs=1e-3)
    assert more == 0
    warmer = evaluate(rack.layout.moved(rack.layout.racks[0].id, coolant_supply_c=40.0))
    rows, _ = changed_rows(compare(rack, warmer))
    switches = [row for row in rows if row.figure == "Hottest part" and row.who.startswith("NVLink")]
    assert any("like it" in row.who for row in switches)
    assert changed_rows(compare(rack, rack)) == ([], 0)


def test_without_b_it_compares_with_the_layout_as_opened_and_says_nothing_while_closed(monkeypatch):
    session, told = Session(shipped("switch_51t_cpo")), []
    looking = Looking(session)
    view = SideBySideView(session, looking)
    monkeypatch.setattr(view, "_send_msg", told.append)
    looking.quantity = "rise"
    assert told == []
    looking.is_comparing = True
    assert session.pinned is session.opened
    assert [message["type"] for message in told] == ["state", "words"]
    view._on_choose({"name": "metric", "value": "cost"})
    assert told[-1]["racks"]["scale"][0] == "Links cost"
    with pytest.raises(KeyError):
        view._on_choose({"name": "layout", "value": ""})
    view._on_closed({})
    assert told[-1] == {"type": "close"}
