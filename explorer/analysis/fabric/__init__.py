"""Fabrics of a layout: graph, rates, rates after failures, collectives and training on it."""

from explorer.analysis.fabric.losses import losses
from explorer.analysis.fabric.network import Fabric
from explorer.analysis.fabric.rows import fabric_rows
from explorer.analysis.fabric.training import Collectives, Step, collectives, training_step
from explorer.analysis.fabric.wiring import fabrics

__all__ = [
    "Collectives",
    "Fabric",
    "Step",
    "collectives",
    "fabric_rows",
    "fabrics",
    "losses",
    "training_step",
]
