"""Checks of single numbers; each raises a ``SolverError`` that names the value and its unit."""

import numpy as np

from explorer.errors import SolverError


def require_positive(what: str, value: float, unit: str) -> None:
    """Raise ``SolverError`` unless the value is finite and above 0."""
    if not (np.isfinite(value) and value > 0.0):
        raise SolverError(f"{what} = {value:g} {unit}: has to be above 0")


def require_not_negative(what: str, value: float, unit: str) -> None:
    """Raise ``SolverError`` unless the value is finite and at least 0."""
    if not (np.isfinite(value) and value >= 0.0):
        raise SolverError(f"{what} = {value:g} {unit}: may not be negative")


def require_finite(what: str, value: float, unit: str) -> None:
    """Raise ``SolverError`` for NaN and infinity."""
    if not np.isfinite(value):
        raise SolverError(f"{what} = {value:g} {unit}: has to be a finite number")
