"""Layouts at the ends of what may be typed in: numbers, or one error that names the element; never a NaN."""

import math

import numpy as np
import param
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis import evaluate
from explorer.analysis.heat.board import board_heat
from explorer.errors import ExplorerError, LayoutError, SolverError
from explorer.model.element import fault
from explorer.solvers.heat.tray import TrayHeat, solve_tray
from tests.analysis.racks import small_rack

RACK = small_rack()
NUMBERS = [
    (element.id, field)
    for element in RACK.elements()
    for field in element.fields()
    if isinstance(element.param[field], param.Number) and field not in ("u", "height_u", "n_links")
]
FAN_CURVE = ("fan_flow_cfm", "fan_pressure_pa", "resistance_pa")
"""Given all or none of them."""
NAN_MEANS_NONE = {"margin_db"}
"""Columns of the trays' table that are NaN where a tray has no links."""


@st.composite
def extreme_layouts(draw):
    """The small rack with up to four of its numbers at the ends of their ranges, or near 0."""
    layout = RACK
    for id, field in draw(st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=4, unique=True)):
        low, high = layout.element(id).param[field].bounds or (None, None)
        ends = [-1e4 if low is None else low, 1e6 if high is None else high]
        value = draw(st.sampled_from([*ends, 1e-9, 1e-3, 1.0, 7.5]))
        if isinstance(layout.element(id).param[field], param.Integer):
            value = int(value)
        if fault(layout.element(id).param[field], value) is None and field not in FAN_CURVE:
            layout = layout.replaced(layout.element(id).replaced(**{field: value}))
    return layout


def never_nan(results):
    """Every number that a page could show is finite, but on a board where a part is said to run away."""
    lost = {key for key, board in results.boards.items() if board.runaway}
    assert lost == {d for d in lost if any(f.rule == "thermal_runaway" for f in results.findings)}
    for id, state in results.tray_states.items():
        if results.layout.element(id).design in lost:
            continue
        blank = not results.layout.design_of(id).parts if id in results.layout else False
        for name, value in state._asdict().items():
            if isinstance(value, float) and name not in NAN_MEANS_NONE:
                none = (blank and name in ("t_max_c", "headroom_k")) or (
                    state.coolant_l_per_min == 0 and name in ("coolant_in_c", "coolant_out_c")
                )
                assert math.isfinite(value) or none, (id, name)
        assert np.isfinite(results.field(id).t_c).all(), id
    if lost:
        return
    assert np.isfinite(results.components.to_numpy(float)).all()
    for key, total in results.totals.items():
        assert all(math.isfinite(v) for v in total[:3]), key
    assert all(math.isfinite(v) for v in (results.residual, results.error_k))


@settings(max_examples=60)
@given(extreme_layouts(), st.booleans())
def test_extreme_layouts_give_numbers_or_one_error(layout, settled):
    try:
        results = evaluate(layout, settled=settled)
    except ExplorerError:
        return
    never_nan(results)


def test_ports_without_a_rate_take_no_edge():
    ports = [part for part in RACK.element("sw").parts if hasattr(part, "rate_gbps")]
    assert ports
    never_nan(evaluate(RACK.replaced(*(port.replaced(rate_gbps=0.0) for port in ports))))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf], ids=str)
@pytest.mark.parametrize(("id", "field"), NUMBERS, ids=".".join)
def test_no_number_of_a_layout_takes_nan_or_infinity(id, field, value):
    with pytest.raises(LayoutError) as refused:
        RACK.element(id).replaced(**{field: value})
    assert id in str(refused.value)
    assert field in str(refused.value)


@pytest.mark.parametrize(
    ("field", "value"), [("kxy", 0.0), ("kz", -1.0), ("dx_m", 0.0), ("power_w", math.nan), ("x_m", 5.0)]
)
def test_a_box_that_cannot_be_is_called_by_its_part(field, value):
    heat = board_heat(RACK.element("sw"), 1.0, 1.2)
    cpu = heat.body_box[1]
    values = getattr(heat.boxes, field).copy()
    values[cpu] = value
    tray = TrayHeat(heat.size_m, heat.grid, heat.layers, heat.boxes._replace(**{field: values}), heat.h_air,
                    coolant_in_c=np.array([30.0]), coolant_m_dot_kg_s=np.array([0.01]),
                    coolant_cp=np.array([3900.0]))  # fmt: skip
    with pytest.raises(SolverError, match=field) as refused:
        solve_tray(tray)
    assert str(refused.value).startswith("sw.cpu")
