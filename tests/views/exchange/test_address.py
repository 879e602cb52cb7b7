"""The address of what is shown: out in words, in again, and hostile words left."""

from functools import cache
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.files import read
from explorer.files.link import unpacked
from explorer.looking import Looking
from explorer.session import Session
from explorer.views.exchange.address import LONGEST_VIEW, link_parts, take_view, view_words
from tests.analysis.racks import small_rack

LOOKED_AT = ("quantity", "metric", "face", "layer", "limits", "isolines", "tab")
SELECTED = ("tray", "selection", "part")


@pytest.fixture(scope="module")
def layout():
    return small_rack()


@pytest.fixture
def session(layout):
    return Session(layout)


@pytest.fixture
def looking(session):
    return Looking(session)


def shown(session, looking):
    selected = {name: getattr(session, name) for name in SELECTED}
    return selected | {name: getattr(looking, name) for name in LOOKED_AT}


def test_what_everybody_is_shown_first_needs_no_words(session, looking):
    assert view_words(session, looking) == ""
    assert link_parts(session, looking, "gb200_nvl72") == {
        "query": "layout=gb200_nvl72",
        "fragment": "",
        "note": "",
    }


def test_a_view_comes_back_as_it_was(session, looking, layout):
    looking.param.update(quantity="headroom", metric="power", face="rear", isolines=True, tab="Power flow")
    looking.limits = (20.5, 90)
    session.select(*[tray.id for tray in layout.trays[-2:]])
    other = Session(layout)
    others = Looking(other)
    assert take_view(other, others, view_words(session, looking)) == ""
    assert shown(other, others) == shown(session, looking)


def test_a_selected_link_and_a_part_come_back(session, looking, layout):
    for id in (layout.links[0].id, layout.designs[0].parts[0].id):
        session.select(id)
        other = Session(layout)
        others = Looking(other)
        assert take_view(other, others, view_words(session, looking)) == ""
        assert shown(other, others) == shown(session, looking)


def test_an_edited_or_own_layout_is_carried_whole(session, looking, layout):
    assert unpacked(link_parts(session, looking, "")["fragment"].removeprefix("layout=")) == layout
    session.commit(layout.titled("Mine"), "Rename")
    parts = link_parts(session, looking, "gb200_nvl72")
    assert parts["query"] == ""
    assert unpacked(parts["fragment"].removeprefix("layout=")).title == "Mine"
    session.undo()
    assert link_parts(session, looking, "gb200_nvl72")["query"] == "layout=gb200_nvl72"


def test_a_selection_too_long_for_an_address_is_left_out_and_said():
    rack = read("layouts/gb200_nvl72.layout.yaml")
    session = Session(rack)
    session.select(*(part.id for design in rack.designs for part in design.parts))
    session.select(*(tray.id for tray in rack.trays))
    before = len(session.selection)
    parts = link_parts(session, Looking(session), "gb200_nvl72")
    query = parse_qs(parts["query"])
    assert len(query.get("view", [""])[0]) <= LONGEST_VIEW
    if "select:" not in parts["query"]:
        assert parts["note"] == f" The selection of {before} is left out."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("map:headrom", "did you mean 'headroom'?"),
        ("mapp:headroom", "has no setting 'mapp'; did you mean 'map'?"),
        ("tray:r9.sw9", "'r9.sw9' is not in this layout"),
        ("select:<img src=x>", "is not in this layout"),
        ("range:nan..3", "is no range"),
        ("range:9..3", "is no range"),
        ("x" * 9000, "9,000 characters"),
        ("%00%ff:%zz", "has no setting"),
    ],
)
def test_what_a_view_says_wrong_is_told_and_left(session, looking, words, said):
    before = shown(session, looking)
    assert said in take_view(session, looking, words)
    assert shown(session, looking) == before


@cache
def hostile():
    session = Session(small_rack())
    return session, Looking(session)


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_words_do_harm(words):
    session, looking = hostile()
    layout = session.layout
    assert isinstance(take_view(session, looking, words), str)
    assert session.layout is layout
