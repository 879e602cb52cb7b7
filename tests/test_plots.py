"""The plots of results: they show what the tables hold, compose, and refuse in words."""

import holoviews as hv
import numpy as np
import pytest

from explorer import evaluate, plots, read
from explorer.errors import ExplorerError
from tests.shipped import solved

LAYOUT = "layouts/switch_51t_npo.layout.yaml"
TRAY = "r1.sw1"


@pytest.fixture(scope="module")
def results():
    return evaluate(read(LAYOUT))


@pytest.fixture(scope="module")
def rack():
    return solved("gb200_nvl72")


@pytest.mark.parametrize("quantity", ["temperature", "rise", "headroom", "flux", "air"])
def test_a_map_holds_the_values_of_the_results(results, quantity):
    image = plots.heat_map(results, TRAY, quantity)
    field = results.map(TRAY, quantity)
    assert np.array_equal(image.dimension_values(2, flat=False), field.T, equal_nan=True)


def test_crosstalk_is_that_of_its_source(results):
    image = plots.heat_map(results, TRAY, "crosstalk", part="sw.asic0")
    assert np.array_equal(
        image.dimension_values(2, flat=False), results.map(TRAY, "crosstalk", part_id="sw.asic0").T
    )


def test_the_warmest_place_of_a_map_lies_in_the_warmest_part(results):
    image = plots.heat_map(results, TRAY)
    frame = image.dframe()
    y_mm, x_mm, _ = frame.loc[frame.temperature.idxmax()]
    part = results.layout.element(results.tray_states[TRAY].hottest)
    assert part.y_mm <= y_mm <= part.y_mm + part.depth_mm
    assert part.x_mm <= x_mm <= part.x_mm + part.width_mm


def test_the_change_is_where_the_part_was_and_is(results):
    part = results.layout.element("sw.ports_oe01")
    moved = evaluate(results.layout.moved(part.id, y_mm=part.y_mm - 60))
    frame = plots.map_change(results, moved, TRAY).dframe()
    y_was, y_is = frame.loc[frame.change.idxmin()].y_mm, frame.loc[frame.change.idxmax()].y_mm
    assert part.y_mm <= y_was <= part.y_mm + part.depth_mm
    assert part.y_mm - 60 <= y_is <= part.y_mm - 60 + part.depth_mm


def test_parts_carry_what_there_is_to_know_of_them(results):
    frame = plots.parts(results, TRAY).dframe().set_index("part")
    for id, state in results.parts(TRAY).items():
        assert frame.loc[id, ["power_w", "t_c", "t_limit_c", "headroom_k"]].tolist() == pytest.approx(
            list(state), nan_ok=True
        )


def test_they_compose_and_draw(results, rack):
    board = plots.heat_map(results, TRAY) * plots.parts(results, TRAY)
    whole = board + plots.distance(results, "ports") + plots.rack_profile(rack) + plots.busbar(rack)
    whole = (whole + plots.shelves(rack)).cols(1)
    assert isinstance(board, hv.Overlay)
    drawn = hv.render(whole)
    assert len(whole) == 5
    assert len(drawn.children) == 5


def test_the_profile_is_that_of_the_trays(rack):
    air = plots.rack_profile(rack).get(1).dframe().set_index("u").air_out_c
    tray = rack.layout.element("r1.sw9")
    assert air[tray.u] == rack.trays.air_out_c["r1.sw9"]
    assert air.isna().sum() > 0


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda r: plots.heat_map(r, "r1.sw2"), "no tray 'r1.sw2' in the layout; did you mean 'r1.sw1'?"),
        (lambda r: plots.heat_map(r, TRAY, "temperatur"), "did you mean 'temperature'?"),
        (
            lambda r: plots.heat_map(r, TRAY, "crosstalk", part="sw.asic"),
            "'sw.asic' is none; did you mean 'sw.asic0'?",
        ),
        (lambda r: plots.rack_profile(r, "r2"), "no rack 'r2' in the layout; there are r1"),
        (lambda r: plots.distance(r, "port"), "no link group 'port'; did you mean 'ports'?"),
    ],
)
def test_what_is_not_there_is_told_in_words(results, make, told):
    with pytest.raises(ExplorerError) as refused:
        make(results)
    assert told in str(refused.value)
