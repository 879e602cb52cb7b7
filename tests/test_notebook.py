"""The shipped notebook, and what a notebook is told and shown, in real kernels."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from explorer import read

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


def run(notebook: nbformat.NotebookNode, folder: Path, **surroundings: str) -> nbformat.NotebookNode:
    """A notebook with the outputs that it gives when its kernel starts in that folder."""
    proxy = "http://127.0.0.1:9"  # nobody listens there: whatever asks for the network fails
    kept = {key: value for key, value in os.environ.items() if not key.startswith("VSCODE_")}
    env = {**kept, "http_proxy": proxy, "https_proxy": proxy, "PYTHONPATH": str(ROOT), **surroundings}
    client = NotebookClient(
        notebook,
        km=OwnKernel(),
        timeout=CELL_S,
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env=env)
    return notebook


def cells(*sources: str) -> nbformat.NotebookNode:
    return new_notebook(cells=[new_code_cell(source) for source in sources])


@pytest.fixture(scope="module")
def ran():
    return run(nbformat.read(NOTEBOOK, as_version=4), NOTEBOOK.parent)


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


def test_ten_cells_teach_ten_things(ran):
    code = [cell for cell in ran.cells if cell.cell_type == "code"]
    titles = re.findall(r"^## (\d+)\.", "\n".join(c.source for c in ran.cells), re.MULTILINE)
    assert len(code) == 10
    assert titles == [str(i + 1) for i in range(10)]


def test_what_is_set_is_what_is_read(ran):
    assert "NVLink switch 9 stands at U24" in printed(ran)
    assert "NVLink switch 9 (r1.sw9): U24 → U43" in printed(ran)
    assert re.search(
        r"^error: NVLink 5: .* exceeds its loss budget by [\d.]+ dB$", printed(ran), re.MULTILINE
    )


def test_the_engine_that_moves_away_loses_margin(ran):
    shipped, moved = map(float, re.findall(r"host margin\s+(-?[\d.]+) dB", printed(ran)))
    assert moved < shipped


def test_what_is_handed_over_is_written(ran):
    files = [Path(name) for name in re.findall(r"^(\S+)  \d+ kB$", printed(ran), re.MULTILINE)]
    assert [f.name for f in files] == ["gb200_nvl72.cables.xlsx", "rack.layout.yaml", "review.html"]
    assert read(files[1]).element("r1.sw9").u == 43
    shutil.rmtree(files[0].parent)


@pytest.mark.parametrize(
    ("source", "model"),
    [("rack = Explorer(", "panel.models.esm.ReactComponent"), ("plots.heat_map", "Figure")],
)
def test_what_is_displayed_is_live(ran, source, model):
    (shown,) = [out for out in outputs(ran, source) if out.output_type == "execute_result"]
    assert "application/vnd.holoviews_exec.v0+json" in shown.data
    html = shown.data["text/html"]
    assert "Bokeh.embed.embed_items_notebook" in html
    assert f'"name":"{model}"' in html
    assert COMM in html, "nothing that the user does would come back to Python"


def test_the_explorer_holds_its_own_views(ran):
    html = outputs(ran, "rack = Explorer(")[-1].data["text/html"]
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


OPEN = f"""from explorer import Explorer, plots
rack = Explorer("{ROOT}/layouts/switch_51t_cpo.layout.yaml")
rack"""
MOVE = 'rack.layout = rack.layout.moved("sw.ports_oe01", y_mm=340)'


@pytest.mark.parametrize(
    ("host", "surroundings", "before"),
    [
        ("VS Code", {"VSCODE_PID": "1"}, "pass"),
        ("VS Code", {"VSCODE_CWD": "/"}, "pass"),
        ("Google Colab", {}, "import sys; sys.modules['google.colab'] = sys"),
        ("this notebook", {}, "from explorer import notebook; notebook(live=False)"),
    ],
)
def test_a_host_that_passes_on_no_drag_shows_a_drawing_that_says_so_and_follows(host, surroundings, before):
    """The marks are those by which Panel tells these hosts; none of them can be run here."""
    sources = before, OPEN, MOVE, "rack.select('r1.sw1')", "plots.shelves(rack.results)"
    shown = run(cells(*sources), ROOT / "apps", **surroundings)
    (drawn,) = [
        out for out in outputs(shown, "Explorer(") if "rack-still" in out.get("data", {}).get("text/html", "")
    ]
    html = drawn.data["text/html"]
    assert f"In {host} this drawing cannot be dragged" in html
    assert "<script" not in html
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "")
    assert html.count("<svg") == 2
    assert re.search(r"Worst margin.{0,60}6\.3<.{0,40}dB", html), "it was 6.4 dB before"
    assert [out for out in outputs(shown) if out.output_type == "error" or out.get("name") == "stderr"] == []
    assert any("embed_items_notebook" in text for _, text in displayed(shown, "plots.shelves"))


REFUSED = {
    "rack.layout = 5": r"LayoutError: this takes a Layout or the path of a layout file, .* of type int",
    "rack.layout = rack": r"LayoutError: .* of type Explorer; did you mean its \.layout\?",
    "rack.layout = '../layouts/switch_51t_cp.layout.yaml'": r"FileError: .*did you mean '.*cpo.*",
    "rack.layout = '../tests/files/bad/broken_yaml.layout.yaml'": r"FileError: .*broken_yaml.*yaml:\d+: .+",
    "rack.layout = rack.layout.moved('sw.ports_oe1', y_mm=340)": r"LayoutError: no element .*; did you .+",
    "rack.select('r1.sw2')": r"LayoutError: no element 'r1.sw2' in the layout; did you mean 'r1.sw1'\?",
    "Explorer('nothing.layout.yaml')": r"FileError: nothing.layout.yaml: there is no such file",
    "plots.heat_map(rack.results, 'r1.sw2')": r"ExplorerError: no tray 'r1.sw2' in the layout; did you .+",
}


@pytest.fixture(scope="module")
def refused():
    unchanged = "print(rack.layout == rack.opened.layout, rack.session.steps)"
    return run(cells(OPEN, *REFUSED, unchanged), ROOT / "apps")


@pytest.mark.parametrize("source", REFUSED)
def test_what_cannot_be_is_refused_in_one_line(refused, source):
    (cell,) = [cell for cell in refused.cells if cell.source == source]
    (shown,) = cell.outputs
    assert len(shown.traceback) == 1
    assert "\n" not in shown.traceback[0]
    assert re.fullmatch(REFUSED[source], shown.traceback[0])


def test_what_was_refused_has_changed_nothing(refused):
    assert printed(refused) == "True ('Open',)\n"
