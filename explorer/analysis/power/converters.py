"""Efficiencies and losses of the converters between a rack's feeds and its parts, from catalog and layout."""

import numpy as np

from explorer.analysis.power.wiring import Fed
from explorer.catalog import typical
from explorer.errors import LayoutError, SolverError
from explorer.model import TrayDesign
from explorer.solvers.power.efficiency import checked_curve, loss_curve

LOAD_POINTS = (10, 20, 50, 75, 100)
RAILS: tuple[str, ...] = ("asic", "optics", "other")
"""A processor's core, the optics' 3.3 V, and parts directly on the intermediate bus."""


def rail_efficiency(rail: str) -> float:
    """Efficiency from the tray's inlet to the rail at full load."""
    return typical("ibc_efficiency") * regulator_efficiency(rail)


def regulator_efficiency(rail: str) -> float:
    """Efficiency from the intermediate bus to the rail at full load."""
    return 1.0 if rail == "other" else typical(f"{rail}_rail_efficiency")


def chain_efficiency(rail: str) -> float:
    """Efficiency from the rack's inlet to a rail by the catalog's typical factors, busbar included.

    >>> round(chain_efficiency("asic"), 3), round(chain_efficiency("optics"), 3)
    (0.824, 0.88)
    """
    return typical("chain_rectifier_efficiency") * typical("busbar_efficiency") * rail_efficiency(rail)


def rail_inputs_w(rail_w: dict[str, float]) -> dict[str, float]:
    """Watts that each rail takes from the intermediate bus at full load."""
    return {rail: w / regulator_efficiency(rail) for rail, w in rail_w.items()}


def converter_losses(rail_w: dict[str, float]) -> np.ndarray:
    """(3, 3) a, b, c of the converters of ASIC rail, optics rail and intermediate bus.

    `rail_w` are a tray's watts at full load, for which its converters are rated: there each has the catalog's
    efficiency, and at lower load the fixed part of its loss remains.
    """
    into = rail_inputs_w(rail_w)
    stages = (
        (rail_w["asic"], regulator_efficiency("asic")),
        (rail_w["optics"], regulator_efficiency("optics")),
        (sum(into.values()), typical("ibc_efficiency")),
    )
    shares = typical("converter_fixed_loss_share"), typical("converter_square_loss_share")
    return np.array([loss_curve(rated, efficiency, *shares) for rated, efficiency in stages])


def curve(name: str) -> tuple[list[float], list[float]]:
    """Points of an efficiency curve of the catalog: loads and efficiencies, both as shares."""
    return (
        [p / 100.0 for p in LOAD_POINTS],
        [typical(f"{name}_efficiency_{p}") for p in LOAD_POINTS],
    )


def supply_curve(design: TrayDesign | Fed) -> tuple[list[float], list[float]]:
    """Efficiency curve of a tray's supplies: as declared, or the catalog's for its kind.

    >>> supply_curve(TrayDesign(id="shelf", kind="power_shelf", efficiency_curve="10:94 50:97.5 100:96"))
    ([0.1, 0.5, 1.0], [0.94, 0.975, 0.96])

    Raises
    ------
    LayoutError
        If the declared curve cannot be read or no supply can have it; the message names the design.
    """
    if not design.efficiency_curve.strip():
        return curve("rectifier" if design.kind == "power_shelf" else "titanium")
    who = f"TrayDesign '{design.id}', efficiency_curve"
    try:
        points = [tuple(map(float, point.split(":"))) for point in design.efficiency_curve.split()]
        load, efficiency = ([value / 100.0 for value in column] for column in zip(*points, strict=True))
    except ValueError:
        wanted = "points load:efficiency in percent are needed, such as '10:94 50:97.5 100:96.8'"
        raise LayoutError(f"{who}: {design.efficiency_curve[:80]!r}: {wanted}") from None
    try:
        checked_curve(load, efficiency)
    except SolverError as refused:
        raise LayoutError(f"{who}: {refused}") from None
    return load, efficiency
