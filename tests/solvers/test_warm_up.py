"""Kernels are compiled ahead: all that are in use and no others, whatever happens to who compiles them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from explorer.solvers import warm_up
from explorer.solvers.compiled import cache_folder
from explorer.solvers.examples import EXAMPLES, Example

ROOT = Path(__file__).resolve().parents[2]
TEAM = next(example for example in EXAMPLES if example.name == "team")


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


def test_nothing_is_left_to_compile_after_warm_up_and_nothing_was_compiled_in_vain():
    assert everything() == []


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


def test_children_compile_what_is_missing_and_say_how_far_they_are(empty, monkeypatch):
    given = []

    class Child:
        def compile(self, example):
            given.append(example.name)
            warm_up._mark(empty, example).touch()
            return True

        def dismiss(self):
            pass

    monkeypatch.setattr(warm_up, "_Child", Child)
    warm_up._mark(empty, TEAM).touch()
    lines = []
    warm_up.warm_up(lines.append)
    assert sorted(given) == sorted(example.name for example in EXAMPLES if example is not TEAM)
    assert lines[0] == f"Compiling heat kernels, 2 of {len(EXAMPLES)}"
    assert f"{len(EXAMPLES)} of {len(EXAMPLES)}" in lines[-1]
    assert warm_up.is_compiled()


def test_a_child_compiles_into_the_cache():
    mark = warm_up._mark(cache_folder(), TEAM)
    mark.unlink(missing_ok=True)
    assert not warm_up.is_compiled()
    child = warm_up._Child()
    assert child.compile(TEAM)
    child.dismiss()
    assert mark.exists()
    assert warm_up.is_compiled()


def test_an_example_that_ends_its_child_is_left_to_this_process(empty, monkeypatch):
    ran = []
    broken = Example("heat", "no such example", lambda: ran.append("here"))
    monkeypatch.setattr(warm_up, "EXAMPLES", (broken,))
    warm_up.warm_up()
    assert ran == ["here"]
    assert not warm_up.is_compiled()


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
