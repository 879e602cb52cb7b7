"""A session on a served page, whose jobs are finished when the test says so."""

import pytest

from explorer.views.wire import live
from tests.views.wire.stand_ins import Clock, Document, Pool, Session, misplaced, to


@pytest.fixture
def served(monkeypatch):
    """A session on a page that is served, its pace, the pool, and how the first job is finished."""
    document, pool = Document(), Pool()
    monkeypatch.setattr(live, "server_document", lambda: document)
    monkeypatch.setattr(live, "pool", lambda: pool)
    monkeypatch.setattr(live, "evaluate", lambda layout, previous, settled: ("results", layout, settled))
    monkeypatch.setattr(live, "glance", lambda layout, previous, tray: None)
    monkeypatch.setattr(live, "new_misplacements", misplaced)
    session = Session()

    def finish():
        pool.jobs.pop(0).run()
        document.tick()

    return session, live.Pace(session), pool, finish


@pytest.fixture
def glancing(served, monkeypatch):
    """A session whose positions may be glanced at, its document, the clock, and a drag to a position."""
    session, pace, _, finish = served
    clock, seen = Clock(), []

    def glance(layout, previous, tray):
        return ("glance", layout, tray) if layout < 50 else None

    monkeypatch.setattr(live, "glance", glance)
    monkeypatch.setattr(live.time, "monotonic", clock.monotonic)

    def drag(value, after_s=0.02):
        clock.now += after_s
        pace.preview(to(value), lambda _: None, seq=value)
        finish()
        seen.append(session.results[0])
        return session.results[0]

    return session, pace, live.server_document(), clock, drag, finish
