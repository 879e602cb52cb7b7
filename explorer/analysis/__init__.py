"""Computes the results of a layout."""

from explorer.analysis.decide.differences import Differences, compare, differences
from explorer.analysis.evaluation import evaluate
from explorer.analysis.results import Results
from explorer.analysis.states import Field, Finding, PartState, RackCooling, Total, TrayState
from explorer.solvers.warm_up import is_compiled, warm_up

__all__ = [
    "Differences",
    "Field",
    "Finding",
    "PartState",
    "RackCooling",
    "Results",
    "Total",
    "TrayState",
    "compare",
    "differences",
    "evaluate",
    "is_compiled",
    "warm_up",
]
