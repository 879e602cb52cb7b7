"""Reads reference cases: numbers by name, and a stack of layers as a tray.

The cases are described in ``tests/cases/README.md``. Invalid values raise ``CaseError``.
"""

import inspect
import math
from collections.abc import Callable

import numpy as np

from explorer.errors import ExplorerError
from explorer.solvers.heat.checks import EDGE
from explorer.solvers.heat.grid import Layers, boxes
from explorer.solvers.heat.measure import at_point
from explorer.solvers.heat.tray import TrayHeat

MOST = 1_000_000
MOST_CELLS = 20_000_000


class CaseError(ExplorerError):
    """A case is invalid, so that it cannot be solved."""


def tray_of(inputs: dict) -> TrayHeat:
    """The stack of a ``conduction`` case as a tray without air flow."""
    stack, parts = inputs["layers"], inputs.get("boxes") or []
    grid = tuple(whole("grid", n) for n in inputs["grid"])
    if len(stack) * math.prod(grid) > MOST_CELLS:
        raise CaseError(f"grid of {grid} cells and {len(stack)} layers: at most {MOST_CELLS} cells")
    places = {key: of_each(parts, key) for key in ("x_m", "y_m", "dx_m", "dy_m")}
    return TrayHeat(
        tuple(float(length) for length in inputs["size_m"]),
        grid,
        Layers(
            *(of_each(stack, key) for key in ("thickness_m", "kxy", "kz")), inputs.get("contact_m2k_per_w")
        ),
        boxes(
            len(parts),
            layer=np.array([whole("layer", part["layer"]) for part in parts], np.int64),
            power_w=of_each(parts, "power_w", 0.0),
            h_air=of_each(parts, "h_top", math.nan),
            kxy=of_each(parts, "kxy", math.nan),
            kz=of_each(parts, "kz", math.nan),
            names=tuple(str(part["name"]) for part in parts) if all("name" in p for p in parts) else None,
            **places,
        ),
        h_air=number(inputs, "h_top", 0.0),
        h_bottom=number(inputs, "h_bottom", 0.0),
    )


def box_index(asked, inputs: dict) -> int:
    """The index of a box that a case names by its index or its name."""
    names = [part.get("name") for part in inputs.get("boxes") or []]
    if isinstance(asked, str) and asked in names:
        return names.index(asked)
    if isinstance(asked, str) or not 0 <= whole("box", asked) < len(names):
        raise CaseError(f"box_mean: there is no box {asked!r}, the case has {len(names)}")
    return asked


def field_at(point: dict, field: np.ndarray, size_m) -> float:
    """Value of ``field`` [z, y, x] at a point of a case."""
    layer, x_m, y_m = whole("layer", point["layer"]), number(point, "x_m"), number(point, "y_m")
    if not 0 <= layer < len(field):
        raise CaseError(f"points: there is no layer {layer}, the case has {len(field)}")
    if not all(
        -EDGE * size <= at <= size * (1.0 + EDGE) for at, size in zip((x_m, y_m), size_m, strict=True)
    ):
        raise CaseError(f"points: {x_m:g}, {y_m:g} m is outside the board")
    return at_point(field, layer, x_m, y_m, size_m)


def number(given: dict, key: str, default: float | None = None) -> float:
    """A number of a case; ``null`` counts as missing."""
    if not isinstance(given, dict):
        raise CaseError(f"{given!r}: has to be an object with {key}")
    value = given.get(key)
    if value is None:
        if default is None:
            raise CaseError(f"{key} is missing")
        return default
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise CaseError(f"{key} = {value!r}: has to be a finite number")
    return float(value)


def whole(key: str, value) -> int:
    """A whole number of a case, up to a million."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not abs(value) <= MOST or value != int(value):
        raise CaseError(f"{key} = {value!r}: has to be a whole number, at most {MOST}")
    return int(value)


def of_each(rows: list[dict], key: str, default: float | None = None) -> np.ndarray:
    """The number under a key in each row, shape (rows,)."""
    return np.array([number(row, key, default) for row in rows], float)


def numbers_of(inputs: dict, function: Callable) -> dict[str, float]:
    """The numbers of a case that a function takes as parameters; other inputs are ignored."""
    return {key: number(inputs, key) for key in inspect.signature(function).parameters}
