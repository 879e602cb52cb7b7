"""Scripts of the views: followed by their imports, from wing to wing, and sent once."""

import gc
import tomllib
from pathlib import Path

import pytest
from bokeh.document import Document
from bokeh.models import InlineStyleSheet

from explorer.looking import Looking
from explorer.session import Session
from explorer.views.canvas.plan import PlanView
from explorer.views.kit import modules, once
from explorer.views.kit.component import CanvasView
from explorer.views.panels.findings import FindingsView
from explorer.views.panels.totals import TotalsView
from tests.shipped import shipped

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = sorted(modules.VIEWS.rglob("*.js"))
LOADER = modules.VIEWS / "kit/modules.js"


def written(folder, **scripts):
    for name, text in scripts.items():
        (folder / f"{name}.js").write_text(text)
    return folder / "entry.js"


def names(scripts):
    return [script.stem for script in scripts]


def test_what_is_imported_comes_first_and_once(tmp_path):
    entry = written(
        tmp_path,
        entry='// entry\n\nimport {a} from "./a.js";\nimport {\n  b,\n  c,\n} from "./b.js";\n',
        a='import "./b.js";\nexport const a = 1;\n',
        b='export * from "./c.js";\n// import {d} from "./d.js";\nexport const b = \'from "./d.js"\';\n',
        c="export const c = 1;\n",
    )
    assert names(modules.followed(entry)) == ["c", "b", "a", "entry"]


def test_a_circle_is_named(tmp_path):
    entry = written(tmp_path, entry='import "./a.js";', a='import "./b.js";', b='import "./a.js";')
    with pytest.raises(ImportError, match="a.js -> b.js -> a.js"):
        modules.followed(entry)


def test_an_import_of_no_file_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="missing.js"):
        modules.followed(written(tmp_path, entry='import {a} from "./missing.js";'))


def test_every_script_is_reached_from_a_view():
    assert set(SCRIPTS) - set(modules.followed(*modules.entry_scripts())) == {LOADER}


def test_scripts_import_down_the_wings():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each["id"] == "view-wings")
    floor = {wing.strip(): -i for i, layer in enumerate(layers) for wing in layer.split("|")}
    for script in SCRIPTS:
        for other in modules.imported(script):
            here, there = (path.relative_to(modules.VIEWS).parts[0] for path in (script, other))
            assert here == there or floor[there] < floor[here], f"{script.name} imports {other.name}"


def test_a_view_begins_with_the_script_beside_it():
    assert PlanView._entry == modules.VIEWS / "canvas/plan.js"
    assert '"canvas/plan.js"' in PlanView._esm


def test_a_view_has_the_style_sheets_of_its_scripts():
    draw, why = ((modules.VIEWS / name).read_text() for name in ("kit/draw.css", "panels/why.css"))
    assert TotalsView._stylesheets == [draw, why]


def test_a_view_from_elsewhere_keeps_its_own_code():
    class Elsewhere(CanvasView):
        _esm = "export function render() {}"

    assert Elsewhere._entry is None
    model = Elsewhere(None).get_root(Document())
    assert (model.esm, model.bundle, model.tags) == (Elsewhere._esm, None, [])


def test_a_document_has_each_script_and_style_sheet_once():
    session, document = Session(shipped("switch_51t_cpo")), Document()
    looking = Looking(session)
    for view in (PlanView(session, looking), TotalsView(session, looking), FindingsView(session)):
        document.add_root(view.get_root(document))
    said = str(document.to_json())
    assert said.count("Drawing helpers of the views") == 1
    assert said.count("A root is placed over its host") == 1
    scripts, *others = {id(root.tags[-1]): root.tags[-1] for root in document.roots}.values()
    assert others == []
    assert all(modules.name_of(script) in scripts.esm for script in SCRIPTS if script != LOADER)


def test_documents_do_not_share():
    make = InlineStyleSheet
    one, other = Document(), Document()
    first = once.once(one, "key", make)
    assert once.once(one, "key", make) is first
    assert once.once(one, "another", make) is not first
    assert once.once(other, "key", make) is not first
    assert once.once(None, "key", make) is not once.once(None, "key", make)


def test_a_document_that_has_ended_is_forgotten():
    document = Document()
    kept = once.once(document, "key", InlineStyleSheet)
    document.add_root(kept)
    before = len(once._models)
    del document, kept
    gc.collect()
    assert len(once._models) == before - 1
