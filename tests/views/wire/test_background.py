"""Threads beside the page: how many, what they answer, and that no end waits for them."""

import gc
import threading
from weakref import ref

import psutil
import pytest
from bokeh.document import Document
from bokeh.models import Div

from explorer.errors import SolverError
from explorer.views.wire.background import Threads, answered, on_page
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


@pytest.mark.parametrize("step", ["bokeh", "collected"])
def test_an_answer_to_a_page_that_was_closed_meanwhile_is_dropped(step):
    document, done = Document(), []
    document.add_root(Div())
    document.on_change(watcher := lambda event: None)
    document.destroy(watcher)
    if step == "collected":
        document.callbacks._document = lambda: None
    on_page(document, lambda: done.append(1))
    assert done == []


def test_a_page_that_is_open_is_answered_on_its_thread():
    document, done = Document(), []
    on_page(document, lambda: done.append(1))
    (callback,) = document.session_callbacks
    assert done == []
    callback.callback()
    assert done == [1]


def test_an_error_on_an_open_page_is_not_taken_for_a_closed_one():
    document, context = Document(), Thing()
    document._session_context = ref(context)
    del document.callbacks._change_callbacks
    with pytest.raises(AttributeError):
        on_page(document, lambda: None)


def test_what_is_refused_is_answered_with_the_reason(caplog):
    def refused():
        raise SolverError("did not arrive")

    assert answered(refused) == "did not arrive"
    assert "defect" in answered(lambda: 1 / 0)
    assert "ZeroDivisionError" in caplog.text


def test_a_server_that_solves_ends_when_it_is_told_to(tmp_path):
    log = tmp_path / "panel.log"
    with serving(log, app="tests/served/solving_page.py") as server:
        (child,) = (
            each for each in psutil.Process().children() if "solving_page" in " ".join(each.cmdline())
        )
        child.terminate()
        # on a busy machine an idle server takes seconds to end; what this one solves takes two minutes
        assert child.wait(timeout=60) == 0
    assert "Traceback" not in server.log.read_text()
