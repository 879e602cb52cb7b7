"""Colors of the map as eyes see them, and what the map of a session shows."""

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from explorer import read
from explorer.analysis.heat.maps import LAYERS
from explorer.analysis.in_time.scenarios import FailedPump
from explorer.analysis.in_time.transient import evaluate_in_time
from explorer.looking import Looking
from explorer.quantities.maps import LAYERS as NAMES
from explorer.quantities.maps import MAPS
from explorer.session import Session
from explorer.views.canvas.maps import MapChoices, frame_of, shown_map
from explorer.views.kit.theme import DIVERGING, SEQUENTIAL, colors_of

DEFICIENCIES = ("deuteranomaly", "protanomaly")


def rgb(colors):
    return np.array([[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in colors])


def lightness(colors):
    """J' of CAM02-UCS."""
    return cspace_convert(rgb(colors), "sRGB1", "CAM02-UCS")[:, 0]


def seen_as(colors, deficiency):
    """As dichromats see it: Machado, Oliveira, Fernandes (2009)."""
    space = {"name": "sRGB1+CVD", "cvd_type": deficiency, "severity": 100}
    return np.clip(cspace_convert(rgb(colors), space, "sRGB1"), 0.0, 1.0)


def steps(colors, n, deficiency=None):
    """Perceptual distances between n colors evenly spaced in the map."""
    few = [colors[i] for i in np.linspace(0, len(colors) - 1, n).round().astype(int)]
    seen = seen_as(few, deficiency) if deficiency else rgb(few)
    return deltaE(seen[:-1], seen[1:], input_space="sRGB1", uniform_space="CAM02-UCS")


def test_more_is_lighter_at_every_step_and_evenly_so():
    light = lightness(SEQUENTIAL)
    assert (np.diff(light) > 0).all()
    even = np.linspace(light[0], light[-1], len(light))
    assert np.abs(light - even).max() < 4.0
    assert steps(SEQUENTIAL, 16).max() / steps(SEQUENTIAL, 16).min() < 2.0


@pytest.mark.parametrize("deficiency", [None, *DEFICIENCIES])
def test_sixteen_shades_are_told_apart(deficiency):
    """A distance of 1 in CAM02-UCS is about what an eye tells apart side by side."""
    assert steps(SEQUENTIAL, 16, deficiency).min() > 3.0


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_color_blind_eyes_see_the_order(deficiency):
    seen = cspace_convert(seen_as(SEQUENTIAL, deficiency), "sRGB1", "CAM02-UCS")[:, 0]
    assert (np.diff(seen[::8]) > 0).all()


@pytest.mark.parametrize("dark", [False, True])
def test_no_difference_is_neutral_and_both_senses_are_equally_strong(dark):
    colors = DIVERGING[dark]
    jab = cspace_convert(rgb(colors), "sRGB1", "CAM02-UCS")
    middle, away = len(colors) // 2, 1 if dark else -1
    assert np.hypot(*jab[middle, 1:]) < 3.0
    assert (away * np.diff(jab[: middle - 8 : 8, 0]) < 0).all()
    assert (away * np.diff(jab[middle + 8 :: 8, 0]) > 0).all()
    assert abs(jab[0, 0] - jab[-1, 0]) < 3.0


@pytest.mark.parametrize("dark", [False, True])
def test_no_difference_is_as_light_as_the_page_and_yet_seen_on_it(dark):
    colors = DIVERGING[dark]
    page, none, most = lightness([colors_of(dark)["surface"], colors[len(colors) // 2], colors[0]])
    assert 2.0 < abs(page - none) < 12.0
    assert abs(page - most) > 2.5 * abs(page - none)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("deficiency", [None, *DEFICIENCIES])
def test_less_and_more_are_told_apart(deficiency, dark):
    ends = [DIVERGING[dark][n // 4] for n in (0, 255, 4 * 255, 3 * 255)]
    seen = seen_as(ends, deficiency) if deficiency else rgb(ends)
    assert deltaE(seen[0], seen[2]) > 30.0
    assert deltaE(seen[1], seen[3]) > 15.0


@pytest.fixture
def session():
    return Session(read("layouts/switch_51t_cpo.layout.yaml"))


@pytest.fixture
def looking(session):
    return Looking(session)


def test_every_quantity_and_layer_has_a_name():
    assert tuple(MAPS) == tuple(Looking.param.quantity.objects)
    assert tuple(NAMES) == tuple(LAYERS)


@pytest.mark.parametrize("quantity", [q for q in MAPS if q != "crosstalk"])
@pytest.mark.parametrize("layer", LAYERS)
def test_what_is_asked_for_is_shown(session, looking, quantity, layer):
    looking.param.update(quantity=quantity, layer=layer)
    shown = shown_map(session, looking)
    assert shown.quantity == quantity
    np.testing.assert_array_equal(shown.field, session.results.map(session.tray, quantity, layer))
    assert shown.field.dtype == np.float32
    assert bool(shown.hint) == (quantity == "headroom" and layer != "body")


def test_what_a_response_does_not_know_is_said(session, looking):
    session.results.prepare(session.tray)
    site = session.layout.site
    session.preview(session.layout.replaced(site.replaced(supply_air_c=site.supply_air_c + 3)))
    for quantity, hint in (("flux", "Heat flux: shown after the edit"), ("air", "Air: shown after the edit")):
        looking.quantity = quantity
        shown = shown_map(session, looking)
        assert (shown.quantity, shown.hint) == ("temperature", hint)
    looking.param.update(quantity="rise", layer="lid")
    shown = shown_map(session, looking)
    assert (shown.quantity, shown.hint) == ("rise", "Lid, cooler: shown after the edit")
    np.testing.assert_array_equal(shown.field, session.results.map(session.tray, "rise"))
    session.cancel()
    assert shown_map(session, looking).hint == ""


def test_crosstalk_says_what_it_waits_for(session, looking):
    part = session.layout.element("sw.vrm0a")
    session.open(session.layout.moved(part.id, x_mm=part.x_mm - 1.5))  # a board that nobody has prepared
    looking.quantity = "crosstalk"
    assert shown_map(session, looking).hint == "Crosstalk: select a part"
    session.select("sw.asic0")
    assert shown_map(session, looking).hint == "Crosstalk: solved after the edit"
    session.results.prepare(session.tray)
    shown = shown_map(session, looking)
    assert (shown.quantity, shown.hint) == ("crosstalk", "Rise per watt of TH5")


def test_a_moment_has_the_temperatures_that_a_history_keeps(session, looking):
    layout = read("layouts/quantum_x800_photonics.layout.yaml")
    session.open(layout)
    history = evaluate_in_time(session.results, session.tray, FailedPump())
    looking.moment = moment = history.moment(20)
    np.testing.assert_array_equal(shown_map(session, looking).field, moment.field_c)
    assert frame_of(session, looking, shown_map(session, looking))["range"] == list(moment.range_c)
    looking.quantity = "headroom"
    shown = shown_map(session, looking)
    known = ~np.isnan(shown.field)
    assert np.nanmin(shown.field) <= min(state.headroom_k for state in moment.parts.values()) + 1e-2
    assert {state.t_limit_c for state in moment.parts.values()} >= set(
        np.round((shown.field + moment.field_c)[known], 3).tolist()
    )
    looking.quantity = "flux"
    assert shown_map(session, looking).hint == "Heat flux: not available over time"


def test_fixed_limits_are_those_of_the_colors_until_another_quantity_is_shown(session, looking):
    class Legend(MapChoices):
        def __init__(self):
            self.looking = looking

    legend = Legend()
    legend._on_limits({"low": 30, "high": 60.5})
    frame = frame_of(session, looking, shown_map(session, looking))
    assert (frame["range"], frame["fixed"]) == ([30.0, 60.5], True)
    looking.layer = "board"
    assert frame_of(session, looking, shown_map(session, looking))["fixed"]
    looking.quantity = "flux"
    assert looking.limits is None
    assert frame_of(session, looking, shown_map(session, looking))["range"] is None
    legend._on_limits({"low": 1, "high": 2})
    legend._on_limits({"low": None, "high": None})
    assert looking.limits is None
    for low, high in ((2, 1), (1, 1), (float("nan"), 1), (0, float("inf"))):
        with pytest.raises(ValueError, match="range|finite"):
            legend._on_limits({"low": low, "high": high})
    assert looking.limits is None


def test_fixed_limits_are_not_put_on_temperatures_shown_in_their_place(session, looking):
    looking.quantity = "crosstalk"
    looking.limits = (0.0, 0.1)
    frame = frame_of(session, looking, shown_map(session, looking))
    assert (frame["quantity"], frame["range"], frame["fixed"]) == ("temperature", None, False)
