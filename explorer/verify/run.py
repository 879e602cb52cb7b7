"""``python -m explorer verify``: runs reference cases through the solver functions that the page uses.

A case is a JSON file with ``kind, inputs, expected, tolerance``. For each kind there is one function
``inputs, expected -> got``; ``got`` has the shape of ``expected``, and their numbers and flags are compared
one by one. `KINDS` holds the functions; those for links come from `verify.links`.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from explorer.errors import ExplorerError, nearest
from explorer.solvers.fluids.manifold import manifold
from explorer.solvers.heat.streams import along_wall, warmed
from explorer.solvers.heat.tray import solve_tray
from explorer.solvers.power.busbar import solve_ladder
from explorer.solvers.power.feedback import laser, leakage
from explorer.verify.cases import CaseError, box_index, field_at, number, numbers_of, tray_of, whole
from explorer.verify.links import LINK_KINDS
from explorer.verify.transient import transient

PLACES = ("box", "layer", "x_m", "y_m", "z_m", "t_s", "index", "node", "name")
"""Keys under ``expected`` that name the place or time of a value, and are not compared."""


class Row(NamedTuple):
    """One compared value; ``error`` and ``tolerance`` are absolute, ``None`` for flags and failures."""

    case: str
    quantity: str
    expected: object
    got: object
    error: float | None
    tolerance: float | None
    passed: bool


def conduction(inputs: dict, expected: dict) -> dict:
    """Steady temperature rise of a stack of layers; the fluids at top and bottom are at 0."""
    heat = tray_of(inputs)
    field = solve_tray(heat)
    t = field.t_c
    return {
        "layer_max": t.max(axis=(1, 2)).tolist(),
        "layer_mean": t.mean(axis=(1, 2)).tolist(),
        "heat_out_w": field.heat_air_w + field.heat_bottom_w,
        "box_mean": [
            {"rise_k": float(field.box_mean_c[box_index(asked["box"], inputs)])}
            for asked in expected.get("box_mean") or []
        ],
        "points": [{"rise_k": field_at(point, t, heat.size_m)} for point in expected.get("points") or []],
    }


def stream(inputs: dict, _expected: dict) -> dict:
    """A stream that absorbs a given heat, or flows along a wall of uniform temperature."""
    m_dot, cp, t_in_c = (number(inputs, key) for key in ("m_dot_kg_s", "cp", "t_in_c"))
    cells = whole("cells", inputs.get("cells", 1))
    if cells < 1:
        raise CaseError(f"cells = {cells}: a stream needs at least one")
    if inputs.get("heat_w") is not None:
        heat_w = number(inputs, "heat_w")
        return {"t_out_c": warmed(m_dot, cp, t_in_c, heat_w, cells), "heat_w": heat_w}
    wall_c, h, width_m, length_m = (number(inputs, key) for key in ("wall_c", "h", "width_m", "length_m"))
    return along_wall(m_dot, cp, t_in_c, wall_c, h, width_m * length_m, cells)._asdict()


def _leakage(inputs: dict, _expected: dict) -> dict:
    return leakage(**numbers_of(inputs, leakage))._asdict()


def _laser(inputs: dict, _expected: dict) -> dict:
    return laser(**numbers_of(inputs, laser))._asdict()


def _manifold(inputs: dict, _expected: dict) -> dict:
    flow, cp, supply_c = (number(inputs, key) for key in ("m_dot_total_kg_s", "cp", "t_supply_c"))
    found = manifold(inputs["k_pressure"], flow, cp, supply_c, inputs.get("heat_w", 0.0))
    return {name: _plain(value) for name, value in found._asdict().items()}


def _dc_ladder(inputs: dict, _expected: dict) -> dict:
    """A busbar; if its voltage collapses, only that is returned.

    Resistances of segments and clips (``r_clip_ohm``, 0 by default) are one value for all or a list. A
    shelf may have a ``v0_v`` that differs from the others'.
    """
    n, shelves = inputs["n"], inputs["shelves"]
    ladder = solve_ladder(
        np.broadcast_to(np.asarray(inputs.get("r_segment_ohm", 0.0), float), max(0, n - 1)),
        [shelf["node"] for shelf in shelves],
        [shelf["r_droop_ohm"] for shelf in shelves],
        [shelf.get("v0_v", inputs.get("v0_v")) for shelf in shelves],
        np.broadcast_to(np.asarray(inputs["power_w"], float), n),
        inputs.get("r_clip_ohm", 0.0),
    )
    if ladder.collapsed:
        return {"collapse": True}
    losses = ladder.segment_loss_w, ladder.droop_loss_w, ladder.clip_loss_w
    return {
        "collapse": False,
        "voltage_v": ladder.voltage_v.tolist(),
        "tray_voltage_v": ladder.tray_v.tolist(),
        "min_voltage_v": float(ladder.voltage_v.min()),
        "segment_current_a": ladder.segment_a.tolist(),
        "shelf_current_a": ladder.shelf_a.tolist(),
        "loss_w": float(sum(loss.sum() for loss in losses)),
        "segment_loss_w": float(losses[0].sum()),
        "droop_loss_w": float(losses[1].sum()),
        "clip_loss_w": float(losses[2].sum()),
    }


KINDS: dict[str, Callable[[dict, dict], dict]] = {
    "conduction": conduction,
    "stream": stream,
    "transient": transient,
    "leakage": _leakage,
    "laser": _laser,
    "manifold": _manifold,
    "dc_ladder": _dc_ladder,
    **LINK_KINDS,
}


def verify(paths: Iterable[str | Path]) -> list[Row]:
    """The compared values of all cases in files and folders, in the order of their names."""
    return [row for path in _files(paths) for row in check(path)]


def check(path: Path) -> list[Row]:
    """The compared values of one case; a case that cannot be read or solved gives one failed row."""
    name = path.stem
    try:
        case = json.loads(path.read_text())
        if not isinstance(case, dict):
            return [_failure(name, "is no case: it has to be an object with kind, inputs and expected")]
        name = " ".join(str(case.get("name", name)).split())
        kind = case["kind"]
        if kind not in KINDS:
            return [_failure(name, f"unknown kind {kind!r} {nearest(kind, KINDS)}".strip())]
        got = KINDS[kind](case["inputs"], case["expected"])
        rows = list(_compare(name, "", case["expected"], got, case.get("tolerance") or {}))
        return rows or [_failure(name, "expects nothing")]
    except ExplorerError as error:
        return [_failure(name, str(error))]
    except KeyError as error:
        return [_failure(name, f"{error} is missing")]
    except Exception as error:  # untrusted file: no error in it may stop the other cases
        return [_failure(name, f"cannot be read: {type(error).__name__}: {error}")]


def main(paths: Iterable[str | Path], out=None) -> int:
    """Print one line per value and the totals; return 0 if all passed, else 1."""
    out = out or sys.stdout
    rows = verify(paths)
    for row in rows:
        print(_line(row), file=out)
    failed = sum(not row.passed for row in rows)
    print(f"{len(rows) - failed} passed, {failed} failed", file=out)
    return 1 if failed or not rows else 0


def _files(paths) -> Iterator[Path]:
    for path in map(Path, paths):
        cases = sorted(path.glob("*.json")) if path.is_dir() else []
        yield from cases or [path]


def _failure(case: str, problem: str) -> Row:
    return Row(case, problem, None, None, None, None, False)


def _compare(case, quantity, expected, got, tolerance) -> Iterator[Row]:
    """One row per leaf of ``expected``; ``null`` leaves are not compared."""
    if expected is None:
        return
    if isinstance(expected, dict):
        for key, value in expected.items():
            if key not in PLACES:
                inner = got.get(key) if isinstance(got, dict) else None
                yield from _compare(case, f"{quantity}.{key}".strip("."), value, inner, tolerance)
    elif isinstance(expected, list):
        fits = isinstance(got, list) and len(got) == len(expected)
        for i, value in enumerate(expected):
            inner = got[i] if fits else None
            yield from _compare(case, f"{quantity}[{_place(value, i)}]", value, inner, tolerance)
    elif isinstance(expected, (bool, str)):
        yield Row(case, quantity, expected, got, None, None, got == expected)
    else:
        expected = float(expected)
        allowed = _allowed(quantity, expected, tolerance)
        is_number = isinstance(got, (int, float)) and not isinstance(got, bool)
        error = abs(float(got) - expected) if is_number else None
        yield Row(case, quantity, expected, got, error, allowed, error is not None and error <= allowed)


def _place(value, i: int) -> str:
    """Name of an item of a list: its place if it has one, else its index."""
    named = [f"{key} {value[key]}" for key in PLACES if key in value] if isinstance(value, dict) else []
    return ", ".join(named) or str(i)


def _allowed(quantity: str, expected: float, tolerance: dict) -> float:
    """Largest error that passes, ``abs + rel |expected|``; heat, kelvins and volts have separate keys."""
    leaf = quantity.split("[")[0] if quantity.endswith("]") else quantity.rsplit(".", 1)[-1]
    absolute, relative = (number(tolerance, key, 0.0) for key in ("abs", "rel"))
    if leaf in ("heat_out_w", "heat_w"):
        relative = number(tolerance, "heat_rel", relative)
    elif leaf.endswith(("_k", "_c")) or leaf in ("layer_max", "layer_mean"):
        absolute = number(tolerance, "abs_k", absolute)
    elif leaf.endswith("_v"):
        absolute = number(tolerance, "abs_v", absolute)
    return absolute + relative * abs(expected)


def _line(row: Row) -> str:
    verdict = "pass" if row.passed else "FAIL"
    if row.tolerance is None:
        told = "" if row.expected is None else f"  expected {row.expected}  got {row.got}"
        return f"{row.case}  {row.quantity}{told}  {verdict}"
    got = "nothing" if row.error is None else f"{row.got:.9g}"
    error = "-" if row.error is None else f"{row.error:.3g}"
    return (
        f"{row.case}  {row.quantity}  expected {row.expected:.9g}  got {got}  "
        f"error {error}  tolerance {row.tolerance:.3g}  {verdict}"
    )


def _plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value
