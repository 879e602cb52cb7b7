"""Money and carbon from watts, prices and what is known of embodied carbon."""

import numpy as np
import pytest

from explorer.analysis import evaluate
from explorer.analysis.cost import by_grid, costs, operation_kg
from explorer.catalog import load, typical
from explorer.model import GRIDS, Site
from tests.analysis.racks import small_rack
from tests.shipped import NAMES, solved

KW = np.full(3, 1000.0)


def bill(layout, rack_w=KW):
    return {c.item: c.values for c in costs(layout, evaluate(layout).link_states, rack_w)}


def test_a_kilowatt_for_a_year():
    """Sheet of facts: 1 W at the port, delivery 1.14, PUE 1.15: 11.5 kWh, $0.92, 5.5 kg."""
    site = Site(id="site")
    kwh = 1.14e-3 * 1.15 * 8760
    assert kwh == pytest.approx(11.5, abs=0.05)
    layout = small_rack()
    energy = bill(layout, np.full(3, 1.14))["Energy"]
    assert energy[1] == pytest.approx(0.92, abs=0.005)
    assert operation_kg(site, np.full(3, 1.14))[1] == pytest.approx(5.5, abs=0.05)


def test_every_region_has_a_figure_and_every_figure_a_region():
    figures = {key.removeprefix("grid_gco2_") for key in load().figures if key.startswith("grid_gco2_")}
    assert figures == set(GRIDS) - {"own"}
    table = by_grid(Site(id="site"), KW)
    assert table.index[0] == "norway"
    assert set(table.index) == figures


def test_a_region_replaces_the_sites_own_figure():
    layout = small_rack()
    in_france = layout.replaced(layout.site.replaced(grid="france"))
    own, there = (evaluate(each).totals["kgco2e_per_year"].typical for each in (layout, in_france))
    assert there / own == pytest.approx(56 / 481)


def test_five_years_are_what_is_bought_and_five_years_of_energy():
    lines = bill(small_rack())
    assert lines["Cost of ownership, five years"] == pytest.approx(lines["Links, all"] + 5 * lines["Energy"])
    embodied = lines["Carbon embodied, all that is known"]
    assert lines["Carbon, five years"] == pytest.approx(embodied + 5 * lines["Carbon of operation"])
    per_year = lines["Cost per year, links over five years"]
    assert per_year == pytest.approx(lines["Cost of ownership, five years"] / 5)
    assert lines["Cost per year and Tb/s"] == pytest.approx(per_year / 0.8)


def test_what_is_embodied_in_a_small_rack():
    """One port, one switch, one frame, ten meters of fiber."""
    lines = bill(small_rack())
    known = [typical(f"embodied_{key}") for key in ("transceiver", "switch_chassis", "rack_frame")]
    fiber = 10 * typical("embodied_fiber_per_m")
    assert lines["Carbon embodied, all that is known"][1] == pytest.approx(sum(known) + fiber)


@pytest.mark.parametrize("name", NAMES)
def test_every_line_has_its_range_in_order(name):
    table = solved(name).costs
    assert (table.low <= table.typical).all()
    assert (table.typical <= table.high).all()
    assert (table.typical > 0).all()
    assert table.index.is_unique
    assert table.typical["Links, all"] == pytest.approx(solved(name).totals["cost_usd"].typical)
    assert table.high["Energy"] == pytest.approx(solved(name).totals["energy_usd_per_year"].high)


@pytest.mark.parametrize("name", NAMES)
def test_each_tray_has_the_price_of_its_ends_of_the_links(name):
    results = solved(name)
    states = results.link_states.values()
    shared = sum(tray.links_usd for tray in results.tray_states.values())
    mounted = [s for s in states if all(results.layout.trays_of(design) for design, _ in s.link.ends)]
    bought = sum(s.n_ends * s.technology.cost_usd.typical for s in mounted)
    assert shared == pytest.approx(bought)
    assert all((tray.links_usd > 0) == (tray.rate_tbps > 0) for tray in results.tray_states.values())
