"""A total, a metric of the racks and a quantity of the map, declared from outside, are read everywhere.

Each takes one figure in `explorer.quantities`, and a value where none is there yet.
"""

import json
from dataclasses import replace

import numpy as np
import pytest

from explorer import analysis, plots
from explorer.__main__ import main
from explorer.analysis import differences, results
from explorer.analysis.decide.why import why
from explorer.analysis.heat.maps import MAP_QUANTITIES, temperature_c
from explorer.analysis.totals import TOTAL_VALUES, total
from explorer.looking import Looking
from explorer.quantities.figure import BETTER, WORSE, Figure
from explorer.quantities.maps import MAPS, MapFigure
from explorer.quantities.totals import TOTALS, TotalFigure
from explorer.quantities.trays import METRICS, TRAY, Metric
from explorer.report import sheet
from explorer.report.changes import changes
from explorer.session import Session
from explorer.terminal import opening
from explorer.views.canvas.elevation import ElevationView
from explorer.views.canvas.maps import frame_of, shown_map
from explorer.views.compare.side_by_side import SideBySideView
from explorer.views.compare.tables import totals_rows
from explorer.views.exchange.address import take_view
from explorer.views.panels.choices import view_choices
from explorer.views.panels.totals import TotalsView
from explorer.views.shell.commands import commands
from tests.shipped import FOLDER, shipped, solved

NAME, TRAY_ID = "switch_51t_cpo", "r1.sw1"


@pytest.fixture
def session():
    return Session(shipped(NAME))


def declared(table, key, figure):
    """A figure in a table for as long as a test takes; it leaves nothing behind."""
    before = list(table)
    table[key] = figure
    yield figure
    del table[key]
    assert list(table) == before


def options(looking) -> dict[str, list[str]]:
    """What the menus beside the drawing offer, by their labels."""
    return {each.label: list(each.options) for row in view_choices(looking) for each in row}


def words(session, looking) -> list[str]:
    return [command.words for command in commands(session, looking)]


# -- a total -----------------------------------------------------------------------------------------


@pytest.fixture
def water():
    yield from declared(
        TOTALS,
        "water_l_per_min",
        TotalFigure("water_l_per_min", "Facility water", decimals=1, sense=WORSE, has_tile=True),
    )


def with_water(found, l_per_min):
    """Results that have it."""
    return replace(found, totals={**found.totals, "water_l_per_min": total("water_l_per_min", l_per_min)})


def test_a_total_is_on_strip_sheet_terminal_and_comparison(water, session, monkeypatch, capsys):
    before, after = (with_water(solved(NAME), each) for each in ((10.0, 12.0, 15.0), 12.5))
    session.param.update(results=before, opened=before)
    view, sent = TotalsView(session, Looking(session)), []
    view._send_msg = sent.append
    view._on_ready({})
    tile = next(tile for tile in sent[0]["tiles"] if tile["name"] == water.key)
    assert (tile["label"], tile["unit"], tile["better"]) == ("Facility water", "L/min", -1)
    assert (tile["low"], tile["value"], tile["high"]) == (10.0, 12.0, 15.0)
    assert tile == sent[0]["tiles"][-1], "it stands where it was declared"

    assert "Facility water" in sheet(before)
    monkeypatch.setattr(opening, "evaluate", lambda layout: before)
    main(["evaluate", str(FOLDER / f"{NAME}.layout.yaml")])
    line = next(line for line in capsys.readouterr().out.splitlines() if "Facility water" in line)
    assert line.split()[2:] == ["12.0", "L/min", "(10.0", "to", "15.0)"]
    main(["evaluate", "--json", str(FOLDER / f"{NAME}.layout.yaml")])
    (printed,) = json.loads(capsys.readouterr().out)["layouts"]
    assert printed["totals"][water.key]["typical"] == 12.0

    (row,) = next(t for t in changes(differences(before, after)) if t.title == "Totals").rows
    assert row == ("Facility water", "12.0", "12.5", "+0.5", "L/min", "+4.2 %")
    both = totals_rows(after, before).frame.loc[water.key]
    assert (both.a, both.b, both.label) == (12.5, 12.0, "Facility water")
    assert (both.a_words, both.percent_words) == ("12.5\u202fL/min", "(+4.2 %)")


def test_a_total_with_a_function_is_in_the_results_of_every_evaluation(water, monkeypatch):
    def of_all_racks(basis):
        return np.nansum([rack.facility_l_per_min for rack in basis.racks.values()])

    monkeypatch.setitem(TOTAL_VALUES, water.key, of_all_racks)
    layout = shipped("gb200_nvl72")
    found = analysis.evaluate(layout)
    assert (found.totals[water.key].label, found.totals[water.key].unit) == ("Facility water", "L/min")
    assert found.totals[water.key].typical == found.cooling.facility_l_per_min.sum() > 0.0
    warmer = layout.replaced(layout.site.replaced(supply_air_c=26.0))
    assert water.key in analysis.evaluate(warmer, found, settled=False).totals
    undivided = why(found, water.key)
    assert (undivided.label, undivided.value, undivided.tables) == (
        "Facility water",
        found.totals[water.key].typical,
        (),
    )


def test_every_declared_total_and_map_has_a_function():
    assert list(TOTAL_VALUES) == list(TOTALS)
    assert list(MAP_QUANTITIES) == list(MAPS)


def test_without_it_nothing_says_it(session):
    assert "Facility water" not in sheet(solved(NAME))
    assert "water_l_per_min" not in TotalsView(session, Looking(session)).tiles


def side_by_side(session, looking):
    """What is offered and drawn where A and B lie side by side."""
    session.pin()
    looking.is_comparing = True
    view = SideBySideView(session, looking)
    view._on_ready({})
    view._on_sized({"w": 1400.0, "h": 800.0, "docked": False})
    return view.contents


# -- a metric ----------------------------------------------------------------------------------------


@pytest.fixture
def exhaust():
    yield from declared(METRICS, "exhaust", Metric(TRAY["air_out_c"].but(label="Exhaust air", sense=WORSE)))


def test_a_metric_colors_the_racks_and_is_in_every_menu(exhaust, session):
    looking = Looking(session)
    assert "Exhaust air" in options(looking)["Elevation"]
    assert "Color the racks by: Exhaust air" in words(session, looking)
    assert take_view(session, looking, "racks:exhaust") == ""
    assert looking.metric == "exhaust"
    frame = ElevationView(session, looking)._frame()
    assert frame["scale"] == ["Exhaust air", "°C", "worse"]
    states = session.results.tray_states
    assert frame["values"] == pytest.approx([states[t.id].air_out_c for t in session.layout.trays], abs=1e-3)
    contents = side_by_side(session, looking)
    offered = contents.choices["metric"]
    assert offered.options == {metric.figure.label: key for key, metric in METRICS.items()}
    assert offered.value == "exhaust"
    contents.kind.value = "racks"
    assert contents.racks.bars[0].title == "Exhaust air, °C"


def test_a_metric_that_is_no_column_has_a_function(session, monkeypatch):
    per_u = Figure("w_per_u", "Power per U", "W/U", decimals=0)
    monkeypatch.setitem(METRICS, "density", Metric(per_u, is_amount=True))
    monkeypatch.setitem(
        results.TRAY_VALUES,
        "density",
        lambda found, tray: found.tray_states[tray].power_w / found.layout.design_of(tray).height_u,
    )
    frame = ElevationView(session, Looking(session, metric="density"))._frame()
    assert frame["scale"] == ["Power per U", "W/U", "more"]
    state, design = session.results.tray_states[TRAY_ID], session.layout.design_of(TRAY_ID)
    assert frame["values"] == [pytest.approx(state.power_w / design.height_u, abs=1e-3)]


# -- a quantity of the map ---------------------------------------------------------------------------


@pytest.fixture
def over_coolant(monkeypatch):
    def over_its_coolant(cells):
        return temperature_c(cells) - np.float32(cells.inlets_c[1])

    monkeypatch.setitem(MAP_QUANTITIES, "over_coolant", over_its_coolant)
    figure = MapFigure("over_coolant", "Rise over coolant", "K", sense=BETTER, finest=2.0)
    yield from declared(MAPS, figure.key, figure)


def test_a_quantity_is_on_the_map_in_menus_and_in_plots(over_coolant, session):
    looking = Looking(session)
    assert "Rise over coolant" in options(looking)["Map"]
    assert "Map: Rise over coolant" in words(session, looking)
    assert take_view(session, looking, "map:over_coolant") == ""
    shown = shown_map(session, looking)
    assert shown.quantity == "over_coolant"
    field = session.results.map(TRAY_ID, "temperature") - session.results.tray_states[TRAY_ID].coolant_in_c
    np.testing.assert_allclose(shown.field, field, atol=1e-4)
    frame = frame_of(session, looking, shown)
    assert (frame["unit"], frame["finest"], frame["reversed"]) == ("K", 2.0, True)
    contents = side_by_side(session, looking)
    assert contents.choices["quantity"].options["Rise over coolant"] == "over_coolant"
    assert contents.boards.bars[0].title == "Rise over coolant, K"
    value = plots.heat_map(session.results, TRAY_ID, "over_coolant").vdims[0]
    assert (value.label, value.unit) == ("Rise over coolant", "K")
