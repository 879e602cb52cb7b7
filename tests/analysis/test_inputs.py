"""What one evaluation takes over from another, and that nothing else remembers a layout."""

import ast
import inspect
from pathlib import Path

import numpy as np
import pytest

import explorer.analysis
from explorer.analysis import evaluate
from explorer.analysis.inputs import inputs_of
from explorer.analysis.power.board_parts import board_parts
from explorer.catalog import load
from explorer.files import read
from explorer.model import Layout
from explorer.model.ports import with_technology
from tests.analysis.racks import small_rack
from tests.shipped import FOLDER, shipped, solved

FOLDER_OF_ANALYSIS = Path(inspect.getfile(explorer.analysis)).parent
NVL72 = "gb200_nvl72_cpo"
ENGINE = "nvsw.nvlink_oe03"


def moved(layout: Layout, part: str, dx_mm: float) -> Layout:
    return layout.moved(part, x_mm=layout.element(part).x_mm + dx_mm)


# -- what is taken over ------------------------------------------------------------------------------


def test_without_an_edit_everything_is_taken_over():
    layout = shipped(NVL72)
    before = inputs_of(layout)
    after = inputs_of(layout, before)
    assert all(after.boards[key] is before.boards[key] for key in before.boards)
    assert all(after.racks[key] is before.racks[key] for key in before.racks)
    assert all(after.links[key] is before.links[key] for key in before.links)
    assert all(after.technologies[key] is before.technologies[key] for key in before.technologies)
    assert after.inlets is before.inlets


def test_a_part_that_moves_changes_its_board_and_the_links_to_it():
    before = inputs_of(shipped(NVL72))
    after = inputs_of(moved(before.layout, ENGINE, 2.0), before)
    assert {key for key in after.boards if after.boards[key] is not before.boards[key]} == {"nvsw"}
    assert {key for key in after.links if after.links[key] is not before.links[key]} == {"nvlink"}
    assert after.racks["r1"] is before.racks["r1"]
    assert after.inlets is before.inlets
    # no array of parts depends on where they stand
    assert after.boards["nvsw"].parts.rail is before.boards["nvsw"].parts.rail
    assert after.boards["nvsw"].design is after.layout.design("nvsw")


def test_a_tray_that_moves_changes_its_rack_and_lengths_and_no_board():
    before = inputs_of(shipped(NVL72))
    after = inputs_of(before.layout.moved("r1.sw9", u=40), before)
    assert all(after.boards[key] is before.boards[key] for key in before.boards)
    assert after.racks["r1"] is not before.racks["r1"]
    assert after.inlets is not before.inlets
    assert (after.links["nvlink"].length_m != before.links["nvlink"].length_m).any()


EDITS = {
    "a part moved": lambda layout: moved(layout, ENGINE, 2.0),
    "a part's watts": lambda layout: layout.replaced(layout.element("nvsw.asic0").replaced(power_w=500.0)),
    "a part less": lambda layout: layout.removed("nvsw.nvlink_oe03"),
    "a tray moved": lambda layout: layout.moved("r1.sw9", u=40),
    "a tray less": lambda layout: layout.removed("r1.c01"),
    "trays in another order": lambda layout: layout._copy(trays=layout.trays[::-1]),
    "a design's coolant": lambda layout: layout.replaced(
        layout.element("compute").replaced(coolant_l_per_min=2.0)
    ),
    "a design's supplies": lambda layout: layout.replaced(layout.element("shelf").replaced(rating_kw=20.0)),
    "the rack": lambda layout: layout.replaced(layout.element("r1").replaced(air_gradient_k_per_u=0.2)),
    "the air": lambda layout: layout.replaced(layout.site.replaced(supply_air_c=31.0)),
    "a link": lambda layout: layout.replaced(layout.element("nvlink").replaced(slack_m=1.0)),
    "a technology": lambda layout: with_technology(layout, "nvlink", "npo_3200_oif", load()),
    "no override": lambda layout: layout.removed(*(o.id for o in layout.overrides)),
    "a label": lambda layout: layout.replaced(layout.element("nvsw").replaced(label="Other")),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_is_taken_over_is_what_would_be_read_anew(edit):
    before = inputs_of(shipped(NVL72))
    layout = edit(before.layout)
    after, alone = inputs_of(layout, before), inputs_of(layout)
    assert plain(after) == plain(alone)


def plain(value):
    """Inputs as nested tuples, so that they can be compared to the last bit."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, dict):
        return tuple((key, plain(each)) for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(plain(each) for each in value)
    if type(value).__module__.startswith("explorer.analysis"):
        if type(value).__name__ == "BoardPorts":
            return value.design, plain(value.by_link), plain(value.carried)
        if type(value).__name__ == "BoardInputs":
            return plain((value.parts, value.ports, value.misplacements))
        return plain({name: getattr(value, name) for name in value.__dataclass_fields__})
    return value


def test_parts_are_read_again_where_more_than_a_place_differs():
    design = shipped(NVL72).design("nvsw")
    before = board_parts(design)
    elsewhere = design.replaced(parts=tuple(p.replaced(x_mm=p.x_mm + 1.0) for p in design.parts))
    assert board_parts(elsewhere, before).limits_c is before.limits_c
    hotter = design.replaced(parts=tuple(p.replaced(cooling="cold_plate") for p in design.parts))
    assert board_parts(hotter, before).is_in_air.sum() < before.is_in_air.sum()
    assert len(board_parts(design.replaced(parts=design.parts[:-1]), before).ids) == len(before.ids) - 1


# -- what remembers ----------------------------------------------------------------------------------

CACHES = {"lru_cache", "cache", "kept", "memoize", "WeakKeyDictionary", "WeakValueDictionary", "OrderedDict"}
"""Names by which a process remembers; `cached_property` remembers in the value that it belongs to."""
EMPTY = (ast.Dict, ast.List, ast.Set, ast.Call)


def remembered(source: str) -> list[str]:
    """Names at the top of a module, or in decorators, by which it would remember what it was called with."""
    tree = ast.parse(source)
    found = [
        name.id
        for node in ast.walk(tree)
        for name in ast.walk(node)
        if isinstance(node, ast.expr) and isinstance(name, ast.Name) and name.id in CACHES
    ]
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None and is_empty(node.value):
            found.append(ast.unparse(node))
    return sorted(set(found))


def is_empty(value: ast.expr) -> bool:
    """Whether a value is a container without anything in it, to be filled later."""
    if isinstance(value, ast.Call):
        makes = isinstance(value.func, ast.Name) and value.func.id in {"dict", "list", "set", "defaultdict"}
        return makes and not value.args and not value.keywords
    contents = getattr(value, "keys", None) if isinstance(value, ast.Dict) else getattr(value, "elts", None)
    return isinstance(value, (ast.Dict, ast.List, ast.Set)) and not contents


def test_no_module_of_the_analysis_remembers_but_that_of_responses():
    sources = {path: path.read_text() for path in sorted(FOLDER_OF_ANALYSIS.rglob("*.py"))}
    assert len(sources) > 60
    found = {path.relative_to(FOLDER_OF_ANALYSIS).as_posix(): remembered(s) for path, s in sources.items()}
    assert {path: names for path, names in found.items() if names} == {"heat/responses.py": ["OrderedDict"]}


def test_what_remembers_is_noticed():
    assert remembered("from functools import lru_cache\n@lru_cache(maxsize=3)\ndef f(): ...") == ["lru_cache"]
    assert remembered("from functools import cache\nf = cache(len)") == ["cache"]
    assert remembered("_seen: dict = {}") == ["_seen: dict = {}"]
    assert remembered("_seen = dict()") == ["_seen = dict()"]
    assert remembered("RAILS = {'asic': 1}\ndef f():\n    found = {}") == []


def test_no_module_of_the_analysis_grows_while_layouts_are_solved():
    evaluate(shipped("switch_51t_cpo"))
    before = sizes()
    for name in ("switch_51t_dsp", "switch_51t_lpo"):
        evaluate(shipped(name))
    assert sizes() == before


def sizes() -> dict[str, int]:
    """How much is in each container at the top of the analysis' modules."""
    modules = {name: m for name, m in inspect.sys.modules.items() if name.startswith("explorer.analysis")}
    return {
        f"{name}.{key}": len(value)
        for name, module in modules.items()
        for key, value in vars(module).items()
        if isinstance(value, (dict, list, set)) and not key.startswith("__")
    }


def test_two_sessions_share_nothing_but_catalog_and_responses():
    path = FOLDER / f"{NVL72}.layout.yaml"
    first, second = evaluate(read(path)), evaluate(read(path))
    shared = arrays(first) & arrays(second)
    assert not shared
    assert len(arrays(first)) > 100


def test_results_of_one_session_share_what_an_edit_left():
    before = solved(NVL72)
    after = evaluate(moved(before.layout, ENGINE, 2.0), before, settled=False)
    assert arrays(before) & arrays(after)


def arrays(results) -> set[int]:
    """Identities of all arrays that results hold, but those of the catalog and of nothing."""
    found, seen = set(), set()

    def walk(value):
        if id(value) in seen:
            return
        seen.add(id(value))
        if isinstance(value, np.ndarray):
            if value.size:
                found.add(id(value))
        elif isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, (list, tuple)):
            for each in value:
                walk(each)
        elif type(value).__module__.startswith("explorer.analysis"):
            walk(vars(value) if hasattr(value, "__dict__") else ())

    walk(results)
    return found


def test_a_layout_that_nobody_holds_is_forgotten():
    import gc
    import weakref

    layout = small_rack()
    results = evaluate(layout)
    edited = evaluate(layout.replaced(layout.site.replaced(supply_air_c=26.0)), results)
    gone = weakref.ref(results.inputs)
    del results, layout
    gc.collect()
    assert gone() is None
    assert edited.inputs.racks
