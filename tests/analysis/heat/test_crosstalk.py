"""Crosstalk, and live edits by it: what the sources add is what the boards have."""

from threading import Thread

import numpy as np
import pandas as pd
import pytest

from explorer.analysis import evaluate
from explorer.analysis.fluids.flows import tray_flows
from explorer.analysis.heat.crosstalk import AIR, COOLANT
from explorer.analysis.heat.responses import Responses
from explorer.analysis.heat.solve import solve_board
from explorer.analysis.inputs import inputs_of
from explorer.solvers.heat.response import tray_response
from tests.analysis.racks import small_rack
from tests.shipped import shipped, solved
from tests.solvers.trays import mixed_tray

NVL72 = ("r1.sw9", "r1.c01", "r1.ps1", "r1.mg1")
HEATED = [("switch_51t_cpo", "r1.sw1"), ("quantum_x800_photonics", None), ("gb200_nvl72", "r1.c01")]


def tray_of(layout, tray):
    return tray or next(t.id for t in layout.trays if layout.element(t.design).kind == "switch")


@pytest.mark.parametrize(("name", "tray"), HEATED)
def test_contributions_add_up_to_the_temperature(name, tray):
    results, tray = solved(name), tray_of(shipped(name), tray)
    total = results.contributions(tray).sum()
    for part, state in results.parts(tray).items():
        assert total[part] == pytest.approx(state.t_c, abs=1e-3)


def test_contributions_are_those_of_the_trays_own_coolant():
    """Two racks, one design, one supply 8 K warmer: the board is solved for their mean."""
    layout = small_rack()
    (first,) = layout.racks
    warm = first.replaced(id="r2", coolant_supply_c=38.0)
    trays = [tray.replaced(id=tray.id.replace("r1", "r2"), rack="r2") for tray in layout.trays]
    layout = layout.added("racks", warm).added("trays", *trays)
    results = evaluate(layout)
    for tray in layout.trays_of("sw"):
        total = results.contributions(tray.id).sum()
        for part, state in results.parts(tray.id).items():
            assert total[part] == pytest.approx(state.t_c, abs=1e-3)
    cold, warm = (results.contributions(t).loc[COOLANT, "sw.asic"] for t in ("r1.sw1", "r2.sw1"))
    assert warm > cold + 1.0


def test_what_the_asic_does_to_its_engines():
    results = solved("switch_51t_cpo")
    k_per_w, added = results.crosstalk("r1.sw1"), results.contributions("r1.sw1")
    parts = results.parts("r1.sw1")
    engines = [id for id in k_per_w.columns if "_oe" in id]
    assert len(engines) == 8
    for engine in engines:
        own = k_per_w.loc[engine, engine]
        assert 0.02 < k_per_w.loc["sw.asic0", engine] < own
        assert added.loc["sw.asic0", engine] == pytest.approx(
            k_per_w.loc["sw.asic0", engine] * parts["sw.asic0"].power_w
        )
        assert parts[engine].t_c - parts[engine].t_limit_c == pytest.approx(-parts[engine].headroom_k)
    # the warmest engine owes more to the ASIC than to itself
    warmest = max(engines, key=lambda id: parts[id].t_c)
    rise_k = parts[warmest].t_c - added.loc[AIR, warmest]
    assert 0.4 * rise_k < added.loc["sw.asic0", warmest] < 0.6 * rise_k
    assert added.loc["sw.asic0", warmest] > 2.0 * added.loc[warmest, warmest]
    assert added.loc[COOLANT].eq(0.0).all()


def test_more_watts_warm_every_part_by_their_rows():
    layout = small_rack()
    asic = layout.element("sw.asic")
    before = evaluate(layout)
    after = evaluate(layout.replaced(asic.replaced(power_w=asic.power_w + 10.0)))
    k_per_w = before.crosstalk("r1.sw1")
    extra_w = drawn_w(after)[k_per_w.index] - drawn_w(before)[k_per_w.index]
    assert extra_w["sw.asic"] == pytest.approx(10.0, abs=1.0)
    t_c = [results.components.t_c["r1.sw1"] for results in (before, after)]
    np.testing.assert_allclose(t_c[1] - t_c[0], extra_w @ k_per_w, atol=1e-4)


def drawn_w(results):
    """Watts of the sources of the switch tray: its parts, and what is converted on its board."""
    return pd.concat(
        [results.components.power_w["r1.sw1"], pd.Series({"sw": results.boards["sw"].power.board_w})]
    )


def test_the_map_of_a_source_is_its_row_and_a_part_without_watts_has_none():
    results = solved("switch_51t_cpo")
    results.prepare("r1.sw1")
    field, mean = results.crosstalk_field("r1.sw1", "sw.asic0"), results.crosstalk("r1.sw1").loc["sw.asic0"]
    assert field.shape == results.field("r1.sw1").t_c.shape
    assert field.max() == pytest.approx(mean["sw.asic0"], rel=0.2)
    assert field.min() >= 0.0
    assert results.crosstalk_field("r1.sw1", "sw.nothing") is None


def prepared(name, trays):
    results = solved(name)
    for tray in trays:
        assert results.prepare(tray)
    return results


@pytest.mark.parametrize("edit", ["tray", "air", "coolant"])
def test_edits_of_watts_and_inlets_are_live_by_response_and_exact(edit):
    before = prepared("gb200_nvl72", NVL72)
    layout = shipped("gb200_nvl72")
    rack = layout.racks[0]
    edited = {
        "tray": lambda: layout.moved("r1.sw9", u=layout.element("r1.sw9").u + 1),
        "air": lambda: layout.replaced(layout.site.replaced(supply_air_c=layout.site.supply_air_c + 6.0)),
        "coolant": lambda: layout.replaced(rack.replaced(coolant_supply_c=rack.coolant_supply_c - 4.0)),
    }[edit]()
    live = evaluate(edited, previous=before, settled=False)
    assert live.solution("r1.sw9")[0] == "response"
    assert live.solution("r1.sw9")[1] < 0.001
    power_w = {key: b.power for key, b in live.boards.items()}
    exact = {
        key: at_power(edited, board, power_w[key], live.supplies_c) for key, board in live.boards.items()
    }
    for tray, state in live.tray_states.items():
        board = exact[edited.element(tray).design]
        np.testing.assert_allclose(
            [s.t_c for s in live.parts(tray).values()], board.part_c(state.air_in_c), atol=1e-3
        )
        np.testing.assert_allclose(live.field(tray).t_c, board.shown_c(state.air_in_c), atol=1e-3)
        assert state.air_w == pytest.approx(board.air_w(state.air_in_c), abs=0.01)
        assert state.coolant_w == pytest.approx(board.coolant_w(state.air_in_c), abs=0.01)
    after = evaluate(edited, previous=live)
    assert {after.solution(t)[0] for t in NVL72} == {"settled"}
    np.testing.assert_allclose(after.components.t_c, evaluate(edited).components.t_c, atol=0.01)


def at_power(layout, board, power, supplies_c):
    """The board solved from nothing for those watts."""
    inputs = inputs_of(layout)
    flows = tray_flows(layout, inputs.coolant_l_per_min, {})[board.design.id]
    return solve_board(inputs, power, flows, supplies_c, None, True)


def test_a_move_on_the_board_is_solved_and_its_tray_has_no_crosstalk_yet():
    before = prepared("switch_51t_cpo", ["r1.sw1"])
    live = evaluate(shipped("switch_51t_cpo").moved("sw.cpu", x_mm=47.3), previous=before, settled=False)
    assert live.solution("r1.sw1")[0] == "live"
    assert live.crosstalk_key("r1.sw1") is None
    assert live.crosstalk_field("r1.sw1", "sw.asic0") is None
    assert before.crosstalk_key("r1.sw1") is not None


def test_a_stopped_preparation_leaves_nothing():
    results = evaluate(small_rack().moved("sw.cpu", x_mm=11.5))
    assert not results.prepare("r1.sw1", lambda: False)
    assert results.crosstalk_key("r1.sw1") is None


def test_a_tray_without_parts_has_an_empty_table():
    assert evaluate(small_rack()).crosstalk("r1.b1").empty


def test_memory_is_bounded_and_the_oldest_go_first():
    response = tray_response(mixed_tray(grid=(8, 8)), [1, 2], 2)
    cache = Responses(most_bytes=int(2.5 * response.size_bytes))
    power_w = np.zeros(7)
    for key in "ab":
        cache.add((key,), response)
    assert cache.cached(("a",), power_w) is response
    cache.add(("c",), response)
    assert cache.cached(("b",), power_w) is None
    assert cache.cached(("a",), power_w) is response
    assert cache.size_bytes <= cache.most_bytes
    small = Responses(most_bytes=10)
    small.add(("a",), response)
    assert small.size_bytes == 0


def test_it_may_be_used_by_many_threads():
    response = tray_response(mixed_tray(grid=(8, 8)), [1, 2], 2)
    cache = Responses(most_bytes=3 * response.size_bytes)
    failures = []

    def use(seed):
        try:
            for i in range(300):
                cache.add(((seed * i) % 7,), response)
                assert cache.cached((i % 7,), np.zeros(7)) in (None, response)
        except Exception as error:
            failures.append(error)

    threads = [Thread(target=use, args=(seed,)) for seed in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert cache.size_bytes <= cache.most_bytes
