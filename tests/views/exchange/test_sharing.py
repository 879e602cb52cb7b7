"""Files out of the page: whole, in pieces, of the last step, and refused with a reason."""

import re
from base64 import b64decode

import pytest

from explorer.errors import ExplorerError
from explorer.files import read
from explorer.handover import FORMATS, handed_over
from explorer.session import Session
from explorer.views.exchange import outgoing
from explorer.views.exchange.outgoing import OUTGOING, menu
from explorer.views.exchange.sharing import PIECE_BYTES, Sharing


@pytest.fixture
def session():
    return Session(read("layouts/switch_51t_cpo.layout.yaml"))


@pytest.fixture(scope="module")
def rack():
    return Session(read("layouts/gb200_nvl72.layout.yaml"))


@pytest.fixture
def said():
    return []


@pytest.fixture
def sharing(session, said):
    return Sharing(session, said.append)


def fetched(sharing, said, key):
    """The file of that key as the browser puts it together, and what was said of it."""
    sharing.make(key)
    made = said[-1]
    assert made["type"] == "made", made
    raw = b""
    while len(raw) < made["bytes"]:
        sharing.piece(key, len(raw))
        piece = b64decode(said[-1]["data"])
        assert 0 < len(piece) <= PIECE_BYTES
        raw += piece
    return raw, made


@pytest.mark.parametrize("key", FORMATS)
def test_every_format_comes_whole_under_a_safe_name(rack, said, key):
    raw, made = fetched(Sharing(rack, said.append), said, key)
    if not made["name"].endswith(".xlsx"):  # a spreadsheet holds the time at which it was made
        assert raw == handed_over(rack.results, key)
    assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9-]+)+", made["name"])


def test_a_title_that_is_a_path_makes_a_safe_name(sharing, session, said):
    session.commit(session.layout.titled("../../etc/<b>passwd"), "Rename")
    _, made = fetched(sharing, said, "sheet-html")
    assert made["name"] == "etc_b_passwd.review.html"


def test_the_sheet_tells_what_differs_from_what_is_pinned(sharing, session, said):
    session.pin("Before")
    session.commit(
        session.layout.moved("sw.ports_oe02", x_mm=session.layout.element("sw.ports_oe02").x_mm + 3), "Move"
    )
    sharing.offer()
    assert said[-1]["against"] == "Before"
    raw, _ = fetched(sharing, said, "sheet-html")
    assert b"Against Switch 51.2T" in raw


def test_a_preview_is_not_handed_over(sharing, session, said):
    before, _ = fetched(sharing, said, "bom-csv")
    session.preview(session.layout.titled("In the air"))
    after, made = fetched(sharing, said, "bom-csv")
    assert after == before
    assert "air" not in made["name"]


def test_what_cannot_be_made_says_why_and_can_be_asked_for_again(sharing, said, monkeypatch):
    def refuse(*_):
        raise ExplorerError("PDF needs a typesetter: pip install it")

    whole = OUTGOING["sheet-pdf"]
    monkeypatch.setitem(outgoing.OUTGOING, "sheet-pdf", whole._replace(make=refuse))
    sharing.make("sheet-pdf")
    assert said[-1] == {
        "type": "unmade",
        "key": "sheet-pdf",
        "text": "PDF needs a typesetter: pip install it",
    }
    monkeypatch.setitem(outgoing.OUTGOING, "sheet-pdf", whole._replace(make=lambda *_: b"%PDF"))
    assert fetched(sharing, said, "sheet-pdf")[0] == b"%PDF"


def test_a_stopped_file_is_forgotten(sharing, said):
    sharing.make("sheet-html")
    sharing.stop("sheet-html")
    with pytest.raises(KeyError):
        sharing.piece("sheet-html", 0)


def test_strange_wishes_are_refused(sharing):
    with pytest.raises(KeyError):
        sharing.make("../../etc/passwd")
    sharing.make("bom-csv")
    with pytest.raises(ValueError, match="no byte -1"):
        sharing.piece("bom-csv", -1)


def test_the_menu_has_every_format_once_and_says_what_it_is_for():
    rows = menu()
    keys = [key for row in rows for key, _ in row["files"]]
    assert sorted(keys) == sorted(OUTGOING)
    assert set(FORMATS) < set(keys)
    assert all(row["serves"] for row in rows)
