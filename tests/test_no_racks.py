"""A layout without racks is an empty one: nothing draws power, and nothing stumbles over it."""

from contextlib import suppress
from pathlib import Path

import pytest

from explorer import evaluate, plots, read
from explorer.__main__ import main
from explorer.analysis.states import RackCooling, TrayState
from explorer.errors import ExplorerError
from explorer.handover import FORMATS
from explorer.looking import Looking
from explorer.model import Layout, Rack, Tray, TrayDesign
from explorer.report.still import html
from explorer.session import Session
from explorer.views.canvas.elevation import ElevationView
from explorer.views.tabs.heat_paths import HeatTab
from explorer.views.tabs.profile import trays_by_u
from explorer.views.tabs.rack_power import nodes_of, shelves_of

NO_RACKS = Path(__file__).parent / "odd/no_racks.layout.yaml"
TABLES = ("trays", "heat_paths", "cooling", "components", "links", "fabric", "power", "busbar", "per_bit",
          "costs", "n_minus_1", "findings_table")  # fmt: skip


@pytest.fixture(scope="module")
def results():
    return evaluate(read(NO_RACKS))


@pytest.mark.parametrize("command", ["check", "evaluate"])
def test_the_terminal_has_nothing_against_it(command, capsys):
    assert main([command, str(NO_RACKS)]) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_every_table_is_there(results):
    assert results.totals["rack_kw"].typical == 0.0
    for name in TABLES:
        assert getattr(results, name) is not None
    assert list(results.heat_paths.columns)[-1] == "unaccounted_w"
    assert list(results.trays.columns) == list(TrayState._fields)
    assert list(results.cooling.columns) == list(RackCooling._fields)


@pytest.mark.parametrize("plot", [plots.busbar, plots.rack_profile, plots.shelves])
def test_a_plot_of_a_rack_says_that_there_is_none(results, plot):
    with pytest.raises(ExplorerError, match="^the layout has no rack$"):
        plot(results)


@pytest.mark.parametrize("key", FORMATS)
def test_what_is_handed_over_is_empty_or_refused_in_words(results, key):
    with suppress(ExplorerError):
        assert isinstance(FORMATS[key].write(results), bytes)


def test_views_of_a_rack_are_empty(results):
    session = Session(results.layout)
    assert all(table(session).empty for table in (trays_by_u, nodes_of, shelves_of))
    assert HeatTab(session).view is not None
    view = ElevationView(session, Looking(session))
    assert "<svg" not in html(results, "")
    with pytest.raises(ExplorerError, match="this layout has no rack"):
        view._added(session.layout, session.tray, "sw", None)


def test_the_rack_of_a_tray_is_its_own_and_else_the_first():
    racks = Rack(id="r1"), Rack(id="r2")
    layout = Layout(
        racks=racks, designs=[TrayDesign(id="sw")], trays=[Tray(id="r2.sw1", rack="r2", design="sw", u=3)]
    )
    assert layout.rack_of("r2.sw1") is racks[1]
    assert layout.rack_of("") is layout.rack_of("sw") is layout.rack_of("elsewhere") is racks[0]
    assert Layout().rack_of("r2.sw1") is None
