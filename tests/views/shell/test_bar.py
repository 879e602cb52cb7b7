"""What the bar sends: the work to be kept, once, and no more than has changed."""

import pytest

from explorer.files import dump, read
from explorer.handover import FORMATS, file_name
from explorer.looking import Looking
from explorer.session import Session
from explorer.views.exchange.desk import Desk
from explorer.views.exchange.outgoing import OUTGOING
from explorer.views.exchange.shelf import Shelf
from explorer.views.shell import bar as bars
from explorer.views.shell.page import LAYOUTS


@pytest.fixture
def session():
    return Session(read(LAYOUTS / "switch_51t_cpo.layout.yaml"))


@pytest.fixture
def bar(session):
    bar = bars.Bar(Desk(session, Looking(session), Shelf(LAYOUTS), "switch_51t_cpo"))
    bar.sent = []
    bar._send_msg = bar.sent.append
    return bar


def kept(bar):
    """The last work that the browser was to keep."""
    return [message for message in bar.sent if message["type"] == "keep"][-1]


def test_the_layout_as_opened_is_written_and_sent_once(session, bar, monkeypatch):
    written = []
    monkeypatch.setattr(bars, "dump", lambda layout: written.append(layout) or dump(layout))
    bar._on_ready({})
    opened = session.layout
    assert (kept(bar)["opened"], kept(bar)["text"]) == (dump(opened), None)
    for x_mm in (25.0, 26.0):
        session.commit(session.layout.moved("sw.fan0", x_mm=x_mm), "Move")
        assert (kept(bar)["opened"], kept(bar)["text"]) == (None, dump(session.layout))
    session.undo()
    session.undo()
    assert (kept(bar)["opened"], kept(bar)["text"]) == (None, None)
    assert [layout is opened for layout in written] == [True, False, False, False]


def test_another_layout_and_another_page_get_it_anew(session, bar):
    bar._on_ready({})
    other = read(LAYOUTS / "switch_51t_dsp.layout.yaml")
    session.open(other)
    assert kept(bar)["opened"] == dump(other)
    session.commit(other.moved("sw.fan0", x_mm=25.0), "Move")
    bar._on_ready({})
    assert kept(bar)["opened"] == dump(other)
    assert kept(bar)["text"] == dump(session.layout)


@pytest.mark.parametrize("title", ["Switch 51.2T, 64 x 800G CPO", "Rack 7 é", "../..", ""])
def test_every_file_of_a_layout_has_a_name_that_begins_alike(session, bar, title):
    """The download once took the shelf's key, and what was shared the title."""
    session.commit(session.layout.titled(title), "Rename")
    bar._on_download({})
    (sent,) = [message for message in bar.sent if message["type"] == "file_out"]
    names = [sent["name"], *(file_name(session.results, key) for key in FORMATS)]
    names += [one.name(session.results) for one in OUTGOING.values()]
    assert len({name.partition(".")[0] for name in names}) == 1
