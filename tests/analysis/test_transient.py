"""Trays in time: where they start and end, which part is too hot first, and what is refused."""

import numpy as np
import pytest

from explorer.analysis import evaluate
from explorer.analysis.heat.capacity import heat_capacities
from explorer.analysis.in_time.history import BEYOND_K, seconds
from explorer.analysis.in_time.scenarios import SCENARIOS, DutyCycle, FailedFan, FailedPump, PowerStep, Stage
from explorer.analysis.in_time.transient import FRAMES, Watts, evaluate_in_time
from explorer.errors import LayoutError, SolverError
from tests.analysis.racks import small_rack
from tests.shipped import solved

TRAY = "r1.sw1"


@pytest.fixture(scope="module")
def results():
    return evaluate(small_rack())


@pytest.mark.parametrize("kind", SCENARIOS.values())
def test_every_scenario_runs_on_a_tray_with_all_of_it(results, kind):
    history = evaluate_in_time(results, TRAY, kind())
    assert history.is_complete == (not history.ending)
    assert history.part_c.shape == (len(history.t_s), len(history.parts))
    assert history.solved.frame_c.shape[0] == len(history.frame_s) <= FRAMES
    assert np.isfinite(history.part_c).all()
    assert list(history.series.columns) == [part.id for part in history.parts]
    balance = history.solved.put_in_j - history.solved.removed_j - history.solved.stored_j
    assert abs(balance) < 1e-6 * history.solved.put_in_j


def test_nothing_that_happens_changes_nothing(results):
    history = evaluate_in_time(results, TRAY, PowerStep(100.0, 100.0, 50.0))
    settled = [state.t_c for state in results.parts(TRAY).values()]
    assert history.part_c[0] == pytest.approx(settled, abs=0.01)
    assert history.part_c[-1] == pytest.approx(settled, abs=0.01)
    assert history.solved.frame_c[-1] == pytest.approx(results.field(TRAY).t_c, abs=0.05)


def test_a_step_ends_at_the_steady_state_of_its_watts(results):
    history = evaluate_in_time(results, TRAY, PowerStep(100.0, 50.0, 5000.0))
    index = [part.id for part in history.parts].index("sw.asic")
    assert history.frame_w[-1, index] < history.frame_w[0, index] < results.parts(TRAY)["sw.asic"].power_w
    fresh = evaluate_in_time(results, TRAY, PowerStep(50.0, 50.0, 1.0))
    assert history.part_c[-1] == pytest.approx(fresh.part_c[0], abs=0.02)
    assert (np.diff(history.part_c[:, index]) < 1e-3).all()


def test_a_duty_cycle_swings_about_the_mean(results):
    history = evaluate_in_time(results, TRAY, DutyCycle(1.0, 1.0, 50.0, 8))
    index = [part.id for part in history.parts].index("sw.asic")
    t = history.part_c[:, index]
    late = t[history.t_s > 8.0]
    assert late.max() > t[0] > late.min()
    assert late.max() - t[0] == pytest.approx(t[0] - late.min(), rel=0.3)
    low_w, high_w = np.split(np.sort(history.frame_w[:, index]), 2)
    assert high_w.min() - low_w.max() > 10.0 * max(np.ptp(low_w), np.ptp(high_w))


def test_without_a_pump_the_first_part_at_its_limit_is_named():
    history = evaluate_in_time(solved("gb200_nvl72"), "r1.c01", FailedPump(0.0, 2.0, 60.0))
    assert history.ending == "Ends 100 K above it."
    assert 0.0 < (history.part_c[-1] - history.limits_c).max() - BEYOND_K < 10.0
    first = history.first_over
    assert history.verdict == f"{first.label} reaches {first.limit_c:g} °C after {seconds(first.t_s)}."
    assert first.label.startswith("GPU")
    index = [part.id for part in history.parts].index(first.part)
    before, after = (history.part_c[history.t_s < first.t_s], history.part_c[history.t_s > first.t_s])
    assert (before < history.limits_c).all()
    assert np.interp(first.t_s, history.t_s, history.part_c[:, index]) == pytest.approx(
        first.limit_c, abs=1e-6
    )
    assert (after[-1] >= history.limits_c).any()
    assert index in history.hottest(6)
    assert first.t_s < 15.0


def test_less_flow_is_hotter_and_none_is_hottest():
    ends = [
        evaluate_in_time(solved("gb200_nvl72"), "r1.sw1", FailedPump(rest, 0.0, 20.0)).part_c[-1].max()
        for rest in (100.0, 10.0, 0.1, 0.0)
    ]
    assert ends == sorted(ends)
    assert ends[0] == pytest.approx(solved("gb200_nvl72").tray_states["r1.sw1"].t_max_c, abs=0.05)
    # the last of the flow carries m cp times what it can warm up, so it matters little
    assert ends[3] - ends[2] < 0.2 * (ends[3] - ends[0])


def test_a_moment_is_what_the_page_shows(results):
    history = evaluate_in_time(results, TRAY, FailedPump(0.0, 1.0, 20.0))
    moment = history.moment(60)
    assert moment.label == f"t = {seconds(history.frame_s[60])}"
    assert moment.field_c.shape == results.field(TRAY).t_c.shape
    t_c = [state.t_c for state in moment.parts.values()]
    at = [
        np.interp(history.frame_s[60], history.t_s, history.part_c[:, i]) for i in range(len(history.parts))
    ]
    assert t_c == pytest.approx(at, abs=0.2)
    assert moment.range_c[0] <= moment.field_c.min() <= moment.field_c.max() <= moment.range_c[1]
    assert moment.parts[moment.hottest].t_c == max(t_c)


def test_watts_follow_temperature_and_work(results):
    board = results.boards["sw"]
    own = Watts(board, results.link_states)
    steady_c = board.part_c(board.air_in_c)
    assert own.at(1.0, steady_c)[0] == pytest.approx(board.power.part_w, rel=1e-4)
    asic = [part.id for part in board.design.parts].index("sw.asic")
    idle_w, warm_w = own.at(0.0, steady_c)[0][asic], own.at(1.0, steady_c + 20.0)[0][asic]
    assert 0.0 < idle_w < 0.6 * board.power.part_w[asic]
    assert warm_w > board.power.part_w[asic]


def test_a_stopped_history_ends_early(results):
    history = evaluate_in_time(results, TRAY, FailedFan(), lambda share: share < 0.2)
    assert not history.is_complete
    assert len(history.frame_s) < FRAMES
    assert history.moment(len(history.frame_s) - 1).parts


def test_coast_down_is_even_and_its_mean_flow_exact():
    stages = FailedPump(10.0, 4.0, 60.0).stages(None)
    assert sum(stage.duration_s for stage in stages) == pytest.approx(60.0)
    assert stages[-1] == Stage(56.0, coolant=0.1)
    assert sum(s.duration_s * s.coolant for s in stages[:-1]) == pytest.approx(4.0 * 0.55)
    assert FailedPump(10.0, 0.0, 60.0).stages(None) == [Stage(60.0, coolant=0.1)]
    cut = FailedPump(0.0, 100.0, 50.0).stages(None)
    assert sum(s.duration_s for s in cut) == pytest.approx(50.0)
    assert cut[-1].coolant > 0.5


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: PowerStep(to_percent=151.0), "Power step, To: 151 is not in 0 to 150 %"),
        (lambda: DutyCycle(compute_s=0.0), "Training steps, Compute: 0 is not in 0.01 to 3600 s"),
        (lambda: FailedPump(rest_percent=float("nan")), "Failed pump, Flow left: nan is not in 0 to 100 %"),
    ],
)
def test_numbers_out_of_bounds_are_named(make, said):
    with pytest.raises(SolverError) as error:
        make()
    assert str(error.value) == said


def test_what_cannot_happen_to_a_tray_is_refused(results):
    with pytest.raises(LayoutError, match="fans at most"):
        evaluate_in_time(results, TRAY, FailedFan(failed=20))
    dsp = solved("switch_51t_dsp")
    with pytest.raises(LayoutError, match="no coolant"):
        evaluate_in_time(dsp, "r1.sw1", FailedPump())


def test_coolant_and_fins_add_to_what_a_part_holds(results):
    board = results.boards["sw"]
    layers, boxes = heat_capacities(board.design, board.heat)
    assert (layers > 0).all()
    lids = boxes[board.heat.body_box + 1]
    cooled = [part.cooling == "cold_plate" for part in board.design.parts]
    assert (lids[cooled] > 3.45e6).all()
    assert np.isnan(boxes[-1])


def test_times_in_words():
    assert [seconds(t) for t in (0.0, 9.996, 119.9, 120.0, 3599.6)] == [
        "0.00 s", "10.00 s", "119.9 s", "2 min", "60 min",
    ]  # fmt: skip
