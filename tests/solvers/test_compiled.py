"""Where machine code is cached: never that of other sources, and no folder is needed to compute."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

EXPLORER = Path(__file__).resolve().parents[2] / "explorer"
CALLER = """
from explorer.solvers.compiled import kernel
from explorer.solvers.called import called

@kernel
def caller(x):
    return called(x) + 1.0
"""
CALLED = """
from explorer.solvers.compiled import kernel

@kernel
def called(x):
    return {factor} * x
"""
RUN = """
from numba import config
before = config.CACHE_DIR
from explorer.solvers.caller import caller
assert config.CACHE_DIR == before, "numba's setting is that of the whole process"
print(caller(10.0), sum(caller.stats.cache_misses.values()), caller.stats.cache_path)
"""


@pytest.fixture
def package(tmp_path):
    """A package of two kernels, one of which calls the other across files."""
    solvers = tmp_path / "explorer/solvers"
    solvers.mkdir(parents=True)
    for name in ("__init__.py", "units.py", "errors.py"):
        (tmp_path / "explorer" / name).write_text("")
    (solvers / "__init__.py").write_text("")
    shutil.copy(EXPLORER / "solvers/compiled.py", solvers)
    (solvers / "caller.py").write_text(CALLER)
    (solvers / "called.py").write_text(CALLED.format(factor=2.0))
    return solvers


def run(package, **environment):
    """What the caller answers, whether it was compiled for that, and where its machine code is."""
    rest = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-B", "-c", RUN],
        cwd=package.parents[1],
        env={**rest, "PYTHONPATH": str(package.parents[1]), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer, misses, folder = done.stdout.split()
    return float(answer), int(misses), folder


def test_a_change_of_a_called_kernel_in_another_file_is_seen(package):
    assert run(package)[:2] == (21.0, 1)
    assert run(package)[:2] == (21.0, 0)
    (package / "called.py").write_text(CALLED.format(factor=3.0))
    assert run(package)[:2] == (31.0, 1)


def test_a_package_that_cannot_be_written_is_cached_for_the_user(package, tmp_path):
    (package / "__pycache__").write_text("a file is in the way")
    here = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    answer, misses, folder = run(package, **here)
    assert (answer, misses) == (21.0, 1)
    assert folder.startswith(str(tmp_path))
    assert str(package) not in folder
    assert run(package, **here)[1] == 0


def test_without_any_folder_it_computes_all_the_same(package, tmp_path):
    (package / "__pycache__").write_text("a file is in the way")
    blocked = tmp_path / "blocked"
    blocked.write_text("and here")
    names = ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA")
    answer, _, folder = run(package, **dict.fromkeys(names, str(blocked)))
    assert (answer, folder) == (21.0, "None")


def test_a_folder_that_was_asked_for_is_taken(package, tmp_path):
    assert run(package, NUMBA_CACHE_DIR=str(tmp_path / "here"))[2].startswith(str(tmp_path / "here"))


def test_machine_code_of_older_sources_goes_after_a_day(package):
    folders = [package / "__pycache__" / f"kernels-{name}" for name in ("old", "new")]
    for folder, age_s in zip(folders, (90000.0, 3600.0), strict=True):
        folder.mkdir(parents=True)
        os.utime(folder, (time.time() - age_s,) * 2)
    run(package)
    assert [folder.exists() for folder in folders] == [False, True]
