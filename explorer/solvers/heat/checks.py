"""Checks of a board's input; each raises a ``SolverError`` that names the layer or the box."""

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.checks import require_not_negative, require_positive

EDGE = 1e-9
"""Share of the board's size by which a box may stick out: round-off of millimeters converted to meters."""


def check_board(size_m, grid, h_air: float, h_bottom: float) -> tuple[int, int]:
    """(nx, ny) of the grid as integers; raises for an invalid board, grid or film coefficient."""
    for what, value in zip(("width", "depth"), size_m, strict=True):
        require_positive(f"board {what}", value, "m")
    for what, value in (("h_air", h_air), ("h_bottom", h_bottom)):
        require_not_negative(what, value, "W/(m2 K)")
    nx, ny = (int(n) for n in grid)
    if nx < 1 or ny < 1:
        raise SolverError(f"grid {nx} x {ny}: needs at least one cell each way")
    return nx, ny


def check_layers(layers):
    """The layers as float arrays, contact resistances filled in; raises for invalid ones."""
    nz = len(layers.thickness_m)
    if nz < 1:
        raise SolverError("a stack needs at least one layer")
    contact = np.zeros(nz - 1) if layers.contact_m2k_per_w is None else layers.contact_m2k_per_w
    layers = layers._replace(contact_m2k_per_w=contact)
    layers = layers._replace(**{name: np.asarray(v, float) for name, v in layers._asdict().items()})
    for name, unit in (("thickness_m", "m"), ("kxy", "W/(m K)"), ("kz", "W/(m K)")):
        values = getattr(layers, name)
        if values.shape != (nz,):
            raise SolverError(f"layers: {name} has {values.size} values for {nz} layers")
        for z, value in enumerate(values):
            require_positive(f"layer {z}: {name}", value, unit)
    if layers.contact_m2k_per_w.shape != (nz - 1,):
        raise SolverError(f"layers: {layers.contact_m2k_per_w.size} contact resistances for {nz} layers")
    for z, value in enumerate(layers.contact_m2k_per_w):
        require_not_negative(f"contact between layers {z} and {z + 1}", value, "m2 K/W")
    return layers


def check_boxes(boxes, size_m, nz: int):
    """The boxes as arrays; raises if one is outside the board or the stack, or has an invalid value."""
    n = len(boxes.layer)
    arrays = {
        name: np.asarray(value, np.int64 if name in ("layer", "plate") else np.float64)
        for name, value in boxes._asdict().items()
        if name != "names"
    }
    for name, values in arrays.items():
        if values.shape != (n,):
            raise SolverError(f"boxes: {name} has {values.size} values for {n} boxes")
    boxes = boxes._replace(**arrays)
    if n:
        _check_each_box(boxes, size_m, nz)
    return boxes


def _check_each_box(b, size_m, nz):
    power_is_bad = ~np.isfinite(b.power_w) | (b.power_w < 0.0)
    problems = [
        ((b.layer < 0) | (b.layer >= nz), "layer", f"has to be 0 to {nz - 1}"),
        (~np.isfinite(b.x_m) | ~np.isfinite(b.y_m), "x_m", "its place has to be a finite number"),
        (~(b.dx_m > 0.0) | ~np.isfinite(b.dx_m), "dx_m", "has to be above 0"),
        (~(b.dy_m > 0.0) | ~np.isfinite(b.dy_m), "dy_m", "has to be above 0"),
        (_outside(b.x_m, b.dx_m, size_m[0]), "x_m", f"the box leaves the board, 0 to {size_m[0]:g} m"),
        (_outside(b.y_m, b.dy_m, size_m[1]), "y_m", f"the box leaves the board, 0 to {size_m[1]:g} m"),
        ((b.kxy <= 0.0) | np.isinf(b.kxy), "kxy", "a conductivity has to be above 0"),
        ((b.kz <= 0.0) | np.isinf(b.kz), "kz", "a conductivity has to be above 0"),
        ((b.h_air < 0.0) | np.isinf(b.h_air), "h_air", "may not be negative"),
        ((b.h_coolant < 0.0) | np.isinf(b.h_coolant), "h_coolant", "may not be negative"),
        ((b.h_coolant > 0.0) & (b.plate < 0), "plate", "a box with h_coolant needs a coolant stream"),
        (power_is_bad, "power_w", "has to be a finite number, 0 or more"),
    ]
    if not np.any([is_bad for is_bad, _, _ in problems]):
        return
    for is_bad, field, rule in problems:
        if is_bad.any():
            i = int(np.argmax(is_bad))
            raise SolverError(f"{box_name(b, i)}: {field} = {getattr(b, field)[i]:g}: {rule}")


def _outside(start, length, size):
    return (start < -EDGE * size) | (start + length > size * (1.0 + EDGE))


def box_name(boxes, i: int) -> str:
    """Name of box ``i`` in messages: its name and layer, if it has a name."""
    return f"{boxes.names[i]}, box {i} in layer {boxes.layer[i]}" if boxes.names else f"box {i}"
