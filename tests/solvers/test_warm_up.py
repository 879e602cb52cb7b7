"""Kernels are compiled ahead: all that are in use and no others, whatever happens to who compiles them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest

from explorer.solvers import warm_up
from explorer.solvers.compiled import cache_folder
from explorer.solvers.examples import EXAMPLES, Example

ROOT = Path(__file__).resolve().parents[2]
TEAM = next(example for example in EXAMPLES if example.name == "team")


QUICK = ("gb200_nvl72.layout.yaml", "switch_51t_cpo.layout.yaml")
"""Between them and what is odd these ask for every kernel with every type."""


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    warm_up.warm_up()


def everything(*layouts, **environment):
    """What a new process has to compile, or warm-up would compile in vain: the lines of `everything`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.solvers.everything", *layouts],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "layouts", [QUICK, pytest.param((), id="all that ship", marks=pytest.mark.long)], ids=" ".join
)
def test_nothing_is_left_to_compile_after_warm_up_and_nothing_was_compiled_in_vain(layouts):
    assert everything(*layouts) == []


@pytest.mark.long
def test_a_kernel_that_was_left_out_would_be_noticed(tmp_path):
    copy = tmp_path / cache_folder().name
    shutil.copytree(cache_folder(), copy)
    left_out = list(copy.rglob("rates._fill-*"))
    assert left_out
    for file in left_out:
        file.unlink()
    lines = everything("switch_51t_cpo.layout.yaml", NUMBA_CACHE_DIR=str(tmp_path))
    assert any(line.startswith("compiled _fill") for line in lines)
    assert not any(line.startswith("compiled solve") for line in lines)


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A folder in which nothing is compiled yet; this process has its kernels all the same."""
    monkeypatch.setattr(warm_up, "cache_folder", lambda: tmp_path)
    return tmp_path


def test_a_child_compiles_into_the_cache_what_is_missing_and_no_more():
    mark = warm_up._mark(cache_folder(), TEAM)
    mark.unlink(missing_ok=True)
    assert not warm_up.is_compiled()
    lines = []
    warm_up.warm_up(lines.append)
    assert lines == [f"Compiling heat kernels, {len(EXAMPLES)} of {len(EXAMPLES)}"]
    assert mark.exists()
    assert warm_up.is_compiled()


def test_what_no_child_can_compile_is_reported_and_compiled_here(empty, monkeypatch, caplog):
    ran, lines = [], []
    unknown = Example("heat", "no such example", lambda: ran.append("here"))
    monkeypatch.setattr(warm_up, "EXAMPLES", (unknown, TEAM))
    monkeypatch.setattr(warm_up, "cores", lambda: 1)
    warm_up.warm_up(lines.append)
    assert ran == ["here"]
    (said,) = (record.getMessage() for record in caplog.records)
    assert "heat kernels of 'no such example' were not compiled ahead: KeyError" in said
    assert lines[:2] == ["Compiling heat kernels, 1 of 2", "Compiling heat kernels, 2 of 2"]
    assert not warm_up.is_compiled()


def test_a_child_that_is_killed_is_reported_and_another_goes_on(empty, monkeypatch, caplog):
    class Doomed(warm_up._Child):
        def compile(self, example):
            if example is not TEAM:
                self._process.kill()
            return super().compile(example)

    ran = []
    monkeypatch.setattr(warm_up, "EXAMPLES", (Example("power", "rack", lambda: ran.append("here")), TEAM))
    monkeypatch.setattr(warm_up, "cores", lambda: 1)
    monkeypatch.setattr(warm_up, "_Child", Doomed)
    warm_up.warm_up()
    assert "power kernels of 'rack' were not compiled ahead" in caplog.text
    assert "'team'" not in caplog.text
    assert ran == ["here"]


def test_without_children_this_process_compiles(empty, monkeypatch):
    monkeypatch.setattr(warm_up.sys, "executable", str(empty / "no such program"))
    ran = []
    monkeypatch.setattr(warm_up, "EXAMPLES", (Example("heat", "one", lambda: ran.append("here")),))
    warm_up.warm_up()
    assert ran == ["here"]


def test_without_a_folder_this_process_compiles_and_says_so(monkeypatch):
    monkeypatch.setattr(warm_up, "cache_folder", lambda: None)
    lines = []
    warm_up.warm_up(lines.append)
    assert len(lines) == len(EXAMPLES)
    assert not warm_up.is_compiled()


def test_a_disk_that_is_full_keeps_no_kernel_from_working():
    calls = []

    def saved_the_third_time():
        calls.append(1)
        if len(calls) < 3:
            raise OSError("No space left on device")

    warm_up._load(Example("heat", "one", saved_the_third_time))
    assert len(calls) == 3


# -- processes that come and go, each with a cache of its own in which nothing is compiled -----------------


@contextmanager
def compiling(cache: Path, *words: str):
    """A process that compiles ahead into a folder, and its children as far as there are any."""
    env = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
    command = [sys.executable, "-m", "explorer.solvers.warm_up", *words]
    # a shell ignores Ctrl-C for what it starts beside itself
    process = psutil.Popen(command, cwd=ROOT, env=env, start_new_session=True, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        for each in [*process.children(), process] if process.is_running() else ():
            each.kill()
        process.wait()
        process.stderr.close()


def until(true, within_s=60.0):
    """What `true()` comes to, once it is."""
    deadline = time.monotonic() + within_s
    while not (found := true()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return found


def ended(processes, within_s=20.0) -> bool:
    return not psutil.wait_procs(processes, timeout=within_s)[1]


@pytest.mark.skipif(os.name != "posix", reason="signals as they are on POSIX")
@pytest.mark.parametrize("signum", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_signal_ends_whoever_compiles_and_all_children(tmp_path, signum):
    with compiling(tmp_path) as process:
        children = until(process.children)
        process.send_signal(getattr(signal, signum))
        assert ended([process, *children])
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere no make starts it")
def test_who_compiles_beside_another_process_ends_with_it(tmp_path):
    other = psutil.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with compiling(tmp_path, str(other.pid)) as process:
        children = until(process.children)
        other.communicate(b"\n")
        assert ended([process, *children])


@pytest.mark.skipif(warm_up.fcntl is None, reason="this system has no locks of files")
def test_two_that_begin_at_once_do_not_compile_twice_and_one_goes_on_when_the_other_dies(tmp_path):
    with compiling(tmp_path) as one, compiling(tmp_path) as two:
        (first,) = until(lambda: [each for each in (one, two) if each.children()])
        waits = two if first is one else one
        time.sleep(1.0)
        assert waits.is_running()
        assert not waits.children()
        first.kill()
        until(waits.children)


@pytest.mark.skipif(warm_up.fcntl is None, reason="this system has no locks of files")
def test_a_second_process_waits_for_the_first_and_says_how_far_it_is(empty, monkeypatch):
    monkeypatch.setattr(warm_up, "LOOK_S", 0.01)
    monkeypatch.setattr(warm_up, "_Child", None)  # calling it would be an error
    told = Event()
    with open(empty / "compiling", "w") as first:
        warm_up.fcntl.flock(first, warm_up.fcntl.LOCK_EX)
        second = Thread(target=warm_up.warm_up, args=(lambda line: told.set(),))
        second.start()
        assert told.wait(60)
        for example in EXAMPLES:
            warm_up._mark(empty, example).touch()
    second.join(60)
    assert not second.is_alive()


@pytest.mark.skipif(warm_up.fcntl is None, reason="this system has no locks of files")
def test_one_that_comes_no_further_is_not_waited_for(empty, monkeypatch, caplog):
    monkeypatch.setattr(warm_up, "STUCK_S", 0.05)
    monkeypatch.setattr(warm_up, "EXAMPLES", (TEAM,))
    with open(empty / "compiling", "w") as halted:
        warm_up.fcntl.flock(halted, warm_up.fcntl.LOCK_EX)
        warm_up.warm_up()
    assert "comes no further" in caplog.text
