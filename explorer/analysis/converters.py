"""Efficiencies of the converters between a tray's inlet and its parts, from the catalog."""

from explorer.catalog import typical

LOAD_POINTS = (10, 20, 50, 75, 100)


def rail_efficiency(rail: str) -> float:
    """From the tray's inlet to the rail."""
    step = {
        "asic": typical("asic_rail_efficiency"),
        "optics": typical("optics_rail_efficiency"),
        "other": 1.0,
    }
    return typical("ibc_efficiency") * step[rail]


def curve(name: str) -> tuple[list[float], list[float]]:
    """Points of an efficiency curve: loads and efficiencies, both as shares."""
    return (
        [p / 100.0 for p in LOAD_POINTS],
        [typical(f"{name}_efficiency_{p}") for p in LOAD_POINTS],
    )
