"""The height of a rack's positions is written in one place; who draws racks is sent it."""

from pathlib import Path

import pytest

from explorer.looking import Looking
from explorer.model import Rack
from explorer.session import Session
from explorer.units import PITCH_MM
from explorer.views.canvas.elevation import ElevationView
from explorer.views.compare.compared import racks
from explorer.views.compare.standing import height_mm, standing
from tests.analysis.racks import small_rack

VIEWS = Path(__file__).parents[3] / "explorer/views"


def test_no_script_knows_a_rack_standard():
    for script in VIEWS.rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert "44.45" not in text, script
        assert '"OU"' not in text, script


@pytest.fixture
def new_standard(monkeypatch):
    """A standard that the package does not have."""
    declared, existing = Rack.param["pitch"], list(PITCH_MM)
    monkeypatch.setitem(PITCH_MM, "TU", 60.0)
    declared.objects = list(PITCH_MM)
    yield
    # monkeypatch would set param's view of the list as the list itself, which then contains itself
    declared.objects = existing


def test_a_new_standard_is_one_line(new_standard):
    layout = small_rack()
    layout = layout.replaced(*(rack.replaced(pitch="TU") for rack in layout.racks))
    session = Session(layout)
    scene = ElevationView(session, Looking(session))._scene()
    assert {(rack["pitch"], rack["pitch_mm"]) for rack in scene["racks"]} == {("TU", 60.0)}
    of_a, of_b, _ = racks(session.results, session.results, "power")
    assert {(rack.pitch, rack.pitch_mm) for rack in (*of_a.racks, *of_b.racks)} == {("TU", 60.0)}
    floor_mm = height_mm(of_a)
    assert floor_mm == 60.0 * of_a.racks[0].height_u
    trays = standing(of_a, floor_mm).values()
    assert all(each.high == 60.0 * each.tray.height_u for each in trays)
    assert {each.where[:2] for each in trays} == {"TU"}
