"""Threads beside the page: how many, what they answer, and that no end waits for them."""

import gc
import threading
from weakref import ref

import psutil
import pytest

from explorer.errors import SolverError
from explorer.views.wire.background import Threads, answered
from tests.ui.conftest import serving


class Thing:
    """What is worked on."""


def test_no_more_work_at_once_than_there_are_threads():
    threads, here, most = Threads(2, "test"), [], []
    both = threading.Barrier(2)

    def work(n):
        here.append(n)
        most.append(len(here))
        if n < 2:
            both.wait(timeout=10)
        here.remove(n)
        return n

    futures = [threads.submit(work, n) for n in range(6)]
    assert [future.result(timeout=10) for future in futures] == list(range(6))
    assert max(most) == 2


def test_a_thread_goes_on_after_an_error():
    threads = Threads(1, "test")
    with pytest.raises(ZeroDivisionError):
        threads.submit(lambda: 1 / 0).result(timeout=10)
    assert threads.submit(lambda: 7).result(timeout=10) == 7


def test_a_thread_that_waits_holds_nothing():
    threads, thing = Threads(1, "test"), Thing()
    gone = ref(thing)
    threads.submit(lambda it: it, thing).result(timeout=10)
    threads.submit(lambda: None).result(timeout=10)
    del thing
    gc.collect()
    assert gone() is None


def test_what_is_refused_is_answered_with_the_reason(caplog):
    def refused():
        raise SolverError("did not arrive")

    assert answered(refused) == "did not arrive"
    assert "defect" in answered(lambda: 1 / 0)
    assert "ZeroDivisionError" in caplog.text


def test_a_server_that_solves_ends_when_it_is_told_to(tmp_path):
    log = tmp_path / "panel.log"
    with serving(log, app="tests/views/solving_page.py") as server:
        (child,) = (
            each for each in psutil.Process().children() if "solving_page" in " ".join(each.cmdline())
        )
        child.terminate()
        # on a busy machine an idle server takes seconds to end; what this one solves takes two minutes
        assert child.wait(timeout=60) == 0
    assert "Traceback" not in server.log.read_text()
