"""The shipped notebook, run in a real kernel."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "apps/explorer.ipynb"
CELL_S = 300  # the first cell of a fresh checkout that solves compiles the kernels
COMM = "panel.models.comm_manager.CommManager"
SHOWN_MB = 8  # without sharing the components' script it is 26 MB
ELSEWHERE_IN_HTML = re.compile(
    r"""<(?:script|link|img|iframe)\b[^<>]*\s(?:src|href)=["']?(?:https?:)?//[^"'\s>]+"""
)
LOADED = re.compile(r"const (js_urls|css_urls|js_modules|js_exports) = [\[{]([^\]}]*)[\]}];")


class OwnKernel(AsyncKernelManager):
    """The kernel of this interpreter, whatever kernels the user has installed under its name."""

    @property
    def kernel_spec(self):
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python", language="python")


def run(folder: Path) -> nbformat.NotebookNode:
    """The notebook with the outputs that it gives when its kernel starts in that folder."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    proxy = "http://127.0.0.1:9"  # nobody listens there: whatever asks for the network fails
    env = {**os.environ, "http_proxy": proxy, "https_proxy": proxy, "PYTHONPATH": ""}
    kernel = OwnKernel()
    client = NotebookClient(
        notebook, km=kernel, timeout=CELL_S, resources={"metadata": {"path": str(folder)}}
    )
    client.execute(env=env)
    return notebook


@pytest.fixture(scope="module")
def ran():
    return run(NOTEBOOK.parent)


def outputs(notebook, having=""):
    """The outputs of the cells whose source has a text."""
    return [out for cell in notebook.cells if having in cell.source for out in cell.get("outputs", [])]


def displayed(notebook, having=""):
    """What is displayed, as pairs of mime type and text."""
    shown = [out.data for out in outputs(notebook, having) if "data" in out]
    return [
        (mime, text if isinstance(text, str) else json.dumps(text)) for d in shown for mime, text in d.items()
    ]


def printed(notebook) -> str:
    return "".join(out.text for out in outputs(notebook) if out.output_type == "stream")


def test_it_is_stored_clean():
    raw = NOTEBOOK.read_text(encoding="utf-8")
    notebook = nbformat.reads(raw, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert raw == nbformat.writes(notebook) + "\n"


def test_no_cell_fails_or_warns(ran):
    assert [out for out in outputs(ran) if out.output_type == "error"] == []
    assert "stderr" not in {out.name for out in outputs(ran) if out.output_type == "stream"}
    assert all(cell.execution_count for cell in ran.cells if cell.cell_type == "code")


def test_the_rack_draws_what_a_rack_of_its_kind_draws(ran):
    (rack_kw,) = re.findall(r"^Rack input\s+([\d.]+) kW$", printed(ran), re.MULTILINE)
    assert 115 <= float(rack_kw) <= 135


def test_the_engine_that_moves_away_loses_margin(ran):
    margins = re.findall(r"host margin\s+(-?[\d.]+) dB", printed(ran))
    shipped, moved = map(float, margins)
    assert moved < shipped


@pytest.mark.parametrize(
    ("source", "model"),
    [("Explorer(layouts", "panel.models.esm.ReactComponent"), ("pn.panel(plot)", "Figure")],
)
def test_what_is_displayed_is_live(ran, source, model):
    (shown,) = [out for out in outputs(ran, source) if out.output_type == "execute_result"]
    assert "application/vnd.holoviews_exec.v0+json" in shown.data
    html = shown.data["text/html"]
    assert "Bokeh.embed.embed_items_notebook" in html
    assert f'"name":"{model}"' in html
    assert COMM in html, "nothing that the user does would come back to Python"


def test_the_explorer_holds_its_own_views(ran):
    html = outputs(ran, "Explorer(layouts")[-1].data["text/html"]
    for view in ("Bar", "TotalsView", "ElevationView", "PlanView", "FindingsView"):
        assert f'"class_name":"{view}"' in html
    assert len(html) < SHOWN_MB * 1e6


def test_nothing_that_is_displayed_is_loaded_from_elsewhere(ran):
    """Names of a CDN stand in what Bokeh and Panel could load; what counts is what they do load."""
    scripts = 0
    for mime, text in displayed(ran):
        assert not ELSEWHERE_IN_HTML.findall(text), f"{mime} loads from elsewhere"
        for kind, urls in LOADED.findall(text):
            scripts += 1
            assert urls.strip() in ("", "{}"), f"{mime}: {kind} = {urls}"
    assert scripts, "no cell has loaded Bokeh"


@pytest.mark.parametrize("folder", [ROOT, ROOT / "layouts"])
def test_it_finds_the_layouts_from_other_folders(folder):
    source = next(cell.source for cell in nbformat.read(NOTEBOOK, 4).cells if "Path.cwd()" in cell.source)
    source = (
        source.partition("from explorer import")[0] + "import explorer\nprint(layouts, explorer.__file__)"
    )
    told = subprocess.run(
        [sys.executable, "-c", source], cwd=folder, check=True, capture_output=True, text=True
    ).stdout
    assert told.split() == [str(ROOT / "layouts"), str(ROOT / "explorer/__init__.py")]
