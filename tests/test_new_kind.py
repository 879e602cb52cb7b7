"""A kind of part is one class: one that is declared outside of the package is known everywhere."""

import json

import numpy as np
import pytest

from explorer import evaluate
from explorer.analysis.decide.differences.drawn import edits
from explorer.files import dump, parse
from explorer.files.json_schema import schema
from explorer.looking import Looking
from explorer.model import PART_KINDS, Part
from explorer.model.additions import duplicated, with_part
from explorer.model.element import number
from explorer.model.part import Look, kind_of_part, withdraw
from explorer.report.plan import plan
from explorer.report.tables import sorts_of_parts
from explorer.session import Session
from explorer.views.canvas.plan import PlanView
from explorer.views.panels.inspector import InspectorView
from tests.analysis.racks import small_rack

TRAY, BOARD = "r1.sw1", "sw"


class Retimer(Part):
    """A chip that drives the lanes between a processor and its ports anew."""

    kind = "retimer"
    title = "Retimer"
    short = "RT"
    plural = {"": "Retimers"}
    draws_as = {"": "Retimers"}
    look = Look("#b58900", "#ffd166", 1.5)
    made_of = "package", "die"
    has_lid = True

    power_w = number(12.0, 0.0, 100.0, "drawn by the part itself")
    t_limit_c = number(95.0, 20.0, 200.0)


@pytest.fixture
def retimer():
    """The kind, as long as a test lasts."""
    yield kind_of_part(Retimer)
    withdraw(Retimer)


@pytest.fixture
def layout(retimer):
    layout, _ = with_part(small_rack(), BOARD, "retimer")
    return layout


@pytest.fixture
def part(layout):
    return layout.element(BOARD).parts[-1]


def test_a_file_holds_it(layout, part):
    assert type(part) is Retimer
    text = dump(layout)
    assert "kind: retimer" in text
    assert parse(text) == layout
    with pytest.raises(Exception, match="power_w: .* outside the allowed range 0 to 100"):
        parse(text.replace("kind: retimer", "kind: retimer, power_w: 900"))
    declared = schema()["$defs"]["parts.retimer"]["properties"]
    about = {"default": 12.0, "description": "drawn by the part itself"}
    assert declared["power_w"] == {"type": "number", "minimum": 0.0, "maximum": 100.0, **about}


def test_its_watts_and_its_heat_are_in_the_totals_and_none_is_lost(layout, part):
    before, after = evaluate(small_rack()), evaluate(layout)
    state = after.parts(TRAY)[part.id]
    assert state.power_w == 12.0
    assert (state.t_limit_c, state.headroom_k) == (95.0, pytest.approx(95.0 - state.t_c))
    assert state.t_c > after.tray_states[TRAY].air_in_c
    n_trays = len(layout.trays_of(BOARD))
    # what converters lose on the way comes on top
    assert (
        12.0 * n_trays
        < 1000 * (after.totals["rack_kw"].typical - before.totals["rack_kw"].typical)
        < 20 * n_trays
    )
    assert (after.heat_paths.unaccounted_w.abs() < 0.01 * after.heat_paths.power_w + 0.1).all()
    made = after.trays.heat_w[TRAY] - before.trays.heat_w[TRAY]
    assert 12.0 <= made < 15.0
    streams = after.power_flow
    assert sum(s.watts for s in streams if s.target == "Retimers") == pytest.approx(12.0 * n_trays)
    for node in {s.target for s in streams} & {s.source for s in streams}:
        into = sum(s.watts for s in streams if s.target == node)
        assert into == pytest.approx(sum(s.watts for s in streams if s.source == node), abs=1e-6)
    assert np.isfinite(after.field(TRAY).t_c).all()


def test_it_is_known_by_its_name_wherever_parts_are_named(layout, part):
    results = evaluate(layout)
    assert [row[:2] for row in sorts_of_parts(results, TRAY).rows if row[0] == "Retimers"] == [
        ("Retimers", "1")
    ]
    assert part.label or part.id in str(plan(results, TRAY))
    (added,) = (edit for edit in edits(small_rack(), layout) if edit.what == "added")
    assert (added.sort, added.element) == ("retimer", part.id)


def test_the_page_offers_draws_and_edits_it(layout, part):
    session = Session(layout)
    session.select(part.id)
    form = InspectorView(session).message()
    assert form["kind"] == "Retimer"
    fields = json.dumps(form["groups"], default=str)
    assert "power_w" in fields
    assert "t_limit_c" in fields
    view = PlanView(session, Looking(session))
    scene = view._scene(layout.element(BOARD))
    (kind,) = (kind for kind in scene["kinds"] if kind["kind"] == "retimer")
    assert (kind["label"], kind["name"]) == ("Retimer", "retimer")
    assert kind["look"] == {"mark": "#b58900", "outline": "#ffd166", "outline_px": 1.5}
    (outline,) = (outline for outline in scene["parts"] if outline["id"] == part.id)
    assert (outline["short"], outline["die"]) == ("RT", None)
    assert view._named("retimer") == "Retimer"
    copied, (id,) = duplicated(layout, [part.id])
    assert session.commit(copied, "Duplicate")
    assert session.results.parts(TRAY)[id].power_w == 12.0


def test_it_is_gone_when_it_is_withdrawn():
    assert "retimer" not in PART_KINDS


def test_no_two_kinds_have_one_word(retimer):
    class Again(Part):
        """Another one of that name."""

        kind = "retimer"

    with pytest.raises(ValueError, match="'retimer' already"):
        kind_of_part(Again)
