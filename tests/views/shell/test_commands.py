"""Words of the command palette, and what they do."""

import pytest

from explorer.looking import Looking
from explorer.session import Session
from explorer.views.exchange.outgoing import OUTGOING
from explorer.views.shell.commands import commands
from tests.shipped import shipped


@pytest.fixture
def session():
    return Session(shipped("switch_51t_cpo"))


def by_key(session):
    return {command.key: command for command in commands(session, Looking(session))}


@pytest.mark.parametrize(
    ("key", "words", "title"),
    [
        ("netbox-racks", "Hand over: NetBox racks, CSV", "NetBox racks"),
        ("p2p", "Hand over: NVIDIA point-to-point cable list, XLSX", "NVIDIA point-to-point cable list"),
        ("bom", "Hand over: bill of materials with watts and cost ranges, XLSX", None),
        ("sheet-pdf", "Share: review sheet, PDF", "Review sheet"),
    ],
)
def test_names_keep_their_letters_in_a_sentence(key, words, title):
    assert OUTGOING[key].words == words
    assert title is None or OUTGOING[key].title == title


def test_no_name_is_called_otherwise_by_a_command_than_by_the_menu():
    for one in OUTGOING.values():
        first, rest = one.title[0], one.title[1:]
        assert rest in one.words
        assert one.title in one.words or first.lower() + rest in one.words
        # a word with capitals inside is a name
        if any(letter.isupper() for letter in rest.split()[0]):
            assert one.title in one.words


def test_what_can_be_added_is_said_and_added_as_one_step(session):
    found = by_key(session)
    command = found["add:cage"]
    assert command.words == "Add Cage to Switch 51.2T, 64 x 800G CPO"
    n = len(session.layout.designs[0].parts)
    command.run()
    assert len(session.layout.designs[0].parts) == n + 1
    assert session.undo_label == command.words
    assert session.part == session.layout.designs[0].parts[-1].id
    session.undo()
    found["add:sw"].run()
    assert len(session.layout.trays) == 2
    assert session.tray == session.layout.trays[-1].id


def test_what_finds_no_room_says_so(session):
    board = session.layout.designs[0]
    asic = session.layout.element("sw.asic0")
    whole = asic.replaced(x_mm=0, y_mm=0, width_mm=board.width_mm, depth_mm=board.depth_mm)
    session.open(session.layout.replaced(board.replaced(parts=(whole,))))
    by_key(session)["add:asic"].run()
    assert "free" in session.notice
    assert not session.can_undo
