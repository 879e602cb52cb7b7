"""Names, units, digits and senses of figures stand in one place: a second table turns this red."""

from pathlib import Path

import pytest

from tests.quantities.second_tables import second_tables

EXPLORER = Path(__file__).parents[2] / "explorer"

OLD = {
    "names of choices": (
        "views/panels/choices.py",
        'NAMES = {"temperature": "Hottest part", "power": "Watts"}',
    ),
    "names of one choice": ("views/shell/commands.py", 'NAMES = {"power": "Watts"}'),
    "records": (
        "views/canvas/elevation.py",
        'SCALES = {"power": Scale("Power", "W", "more"), "headroom": Scale("Headroom", "K", "better")}',
    ),
    "all choices": ("session.py", 'FACES = ("front", "rear")'),
    "senses as a set": ("views/panels/totals.py", 'MORE = frozenset({"bandwidth_tbps", "headroom_k"})'),
    "senses as functions": ("analysis/decide/comparison.py", 'BEST = {"power_w": min, "margin_db": max}'),
    "senses as numbers": ("views/compare/compared.py", 'BETTER = {"power_w": -1, "margin_db": 1}'),
    "levels": ("analysis/decide/differences/solved.py", 'LEVELS = frozenset({"K", "dB", "°C"})'),
    "units by suffix": ("views/panels/fields.py", 'UNITS = {"mm": "mm", "w": "W", "l_per_min": "L/min"}'),
    "units by name": ("analysis/totals.py", 'UNITS = {RACK: "kW", BIT: "pJ/bit"}'),
    "names of results": (
        "views/panels/figures.py",
        'RESULTS = {"t_limit_c": "Limit", "length_m": "Longest"}',
    ),
    "digits by unit": ("report/tables.py", 'PLACES = {"": 0, "K": 1, "dB": 1}'),
    "digits by column": ("views/tabs/tables.py", 'DIGITS = {"rack_kw": 1, "tray_v": 2}'),
    "formats": ("views/tabs/rack_power.py", 'DIGITS = {"rack_kw": "{:.1f}", "shelf_percent": "{:.0f} %"}'),
    "rows": ("report/changes.py", 'COLUMNS = (("power_w", "W", 0, max), ("t_max_c", "hottest °C", 1, max))'),
    "heads and formats": ("views/tabs/technologies.py", 'COLUMNS = {"reach_m": ("Reach m", ",.4g")}'),
    "heads as keys": (
        "views/tabs/links.py",
        'COLUMNS = {"Margin dB": lambda s: s.margin_db, "Worst dB": lambda s: s.worst_margin_db}',
    ),
    "names in a sentence": ("report/sources.py", 'VALUES = {"reach_m": "reach", "latency_ns": "latency"}'),
    "a slider": ("views/panels/controls.py", 'AIR = slider("Supply air", 10, 45, 0.5, "°C")'),
    "an axis": ("views/tabs/plots.py", 'AXIS = hv.Dimension("watts", label="Power", unit="W")'),
    "units in a script": ("views/canvas/plan_tip.js", 'const UNITS = {power_w: "W", t_c: "°C"};'),
    "names in a script": ("views/canvas/plan_tip.js", 'const NAMES = {headroom_k: ["Headroom", "K"]};'),
    "a tip": ("views/canvas/plan_tip.js", 'rows.push(["Temperature", `${number(t)} °C`, bad]);'),
    "a question": ("views/panels/totals.js", 'const shown = unit === "kW" ? watts(value) : number(value);'),
}
"""Tables of figures as there were before there was one, each in a file that might have it again."""


def test_no_table_of_figures_stands_beside_quantities():
    assert second_tables(EXPLORER) == []


@pytest.mark.parametrize("kind", OLD)
def test_a_second_table_is_found(kind, tmp_path):
    file, table = OLD[kind]
    copy = tmp_path / file
    copy.parent.mkdir(parents=True, exist_ok=True)
    text = (EXPLORER / file).read_text(encoding="utf-8")
    copy.write_text(text, encoding="utf-8")
    assert second_tables(tmp_path) == []
    copy.write_text(f"{text}\n{table}\n", encoding="utf-8")
    (found,) = {place.rpartition(":")[0] for place in second_tables(tmp_path)}
    assert found == f"{file}:{len(text.splitlines()) + 2}"
