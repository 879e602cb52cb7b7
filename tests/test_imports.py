"""The floors: imports go one way, and no floor below the views knows a screen."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def test_imports_keep_the_floors():
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", ["explorer", "explorer.session"])
def test_no_screen_is_loaded_before_it_is_asked_for(module):
    code = f"import sys, {module}; print(*({{'panel', 'bokeh', 'holoviews'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_kernels_are_compiled_where_only_numba_is_installed_yet():
    """`make` compiles them while pip goes on with the rest."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[<>=~]", line)[0].replace("-", "_") for line in project["dependencies"]}
    missing = {{"pillow": "PIL", "pyyaml": "yaml"}.get(name, name) for name in asked - {"numba", "numpy"}}
    code = f"import sys; sys.modules.update(dict.fromkeys({missing})); import explorer.solvers.warm_up"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert {"pandas", "PIL", "bokeh"} < missing
    assert done.returncode == 0, done.stderr
