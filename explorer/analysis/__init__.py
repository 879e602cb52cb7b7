"""From a layout to everything it comes to."""

from explorer.analysis.evaluation import evaluate
from explorer.analysis.results import Field, Finding, PartState, RackCooling, Results, Total, TrayState
from explorer.solvers import warm_up

__all__ = [
    "Field",
    "Finding",
    "PartState",
    "RackCooling",
    "Results",
    "Total",
    "TrayState",
    "evaluate",
    "warm_up",
]
