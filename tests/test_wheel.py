"""What is installed is whole: every file that is no Python is in the wheel, and a page comes from it."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.ui.conftest import serving

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = {".js", ".css", ".csv", ".json", ".typ", ".typed"}
DEVELOPERS = {".ts"}
"""Types for the scripts' checker: the page has no use for them."""
SCRIPTS = """
from explorer.views.kit import modules
print(modules.VIEWS, len(modules.entry_scripts()), all(map(modules.component_code, modules.entry_scripts())))
"""
APP = """
from pathlib import Path
from explorer.views.shell.page import page
page(Path("layouts")).servable()
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder into which the wheel of this project is unpacked; built from a copy, without a network."""
    source, wheels, target = (tmp_path_factory.mktemp(name) for name in ("source", "wheels", "installed"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "explorer", source / "explorer", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*command, "-w", wheels, source], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = wheels.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(target)
    return target


def data_files(folder: Path) -> set[str]:
    """Files of the package that are no Python, by their path in it."""
    paths = (
        path
        for path in (folder / "explorer").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    return {str(path.relative_to(folder)) for path in paths if path.suffix != ".py"}


def test_every_file_that_is_no_python_is_in_the_wheel(installed):
    there = {path for path in data_files(ROOT) if Path(path).suffix not in DEVELOPERS}
    assert data_files(installed) == there
    assert {Path(path).suffix for path in there} == SHIPPED


def test_the_scripts_of_an_installed_page_are_found(installed):
    env = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-c", SCRIPTS]
    done = subprocess.run(command, cwd=installed, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    views, n_entries, have_code = done.stdout.split()
    assert Path(views) == installed / "explorer/views"
    assert (int(n_entries) > 10, have_code) == (True, "True")


@pytest.mark.long
def test_a_page_comes_from_an_installed_wheel(installed, tmp_path):
    shutil.copytree(ROOT / "layouts", tmp_path / "layouts")
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    with serving(app="app.py", folder=tmp_path, PYTHONPATH=str(installed)) as server:
        assert "Traceback" not in server.log.read_text()
