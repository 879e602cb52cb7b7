"""A session over a small rack, and what is solved for it."""

import pytest

from explorer import session as sessions
from explorer.analysis import evaluate
from explorer.session import Session
from tests.analysis.racks import small_rack


@pytest.fixture(scope="module")
def layout():
    return small_rack()


@pytest.fixture
def session(layout):
    return Session(layout)


@pytest.fixture
def evaluations(monkeypatch):
    """The layouts that are solved while a test runs."""
    solved = []

    def counted(layout, *args, **options):
        solved.append(layout)
        return evaluate(layout, *args, **options)

    monkeypatch.setattr(sessions, "evaluate", counted)
    return solved
