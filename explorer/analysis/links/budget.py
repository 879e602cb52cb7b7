"""A channel as a list of named elements, each with its gain or loss."""

import math
from typing import NamedTuple

from explorer.catalog import load


class Step(NamedTuple):
    """One element of a channel. Gains and launch are positive, losses negative."""

    name: str
    typical_db: float
    worst_db: float
    """Value for the worst part within its specification"""


class Budget(NamedTuple):
    """The elements of a channel from its transmitter to its receiver; their order changes no sum."""

    steps: tuple[Step, ...]
    is_limits: bool = False
    """Whether the worst values are limits of a standard, which may all be met at once"""

    @property
    def margin_db(self) -> float:
        """Margin with typical parts."""
        return sum(step.typical_db for step in self.steps)

    @property
    def worst_db(self) -> float:
        """Margin in the worst case.

        Limits of a standard are added up. Tolerances of independent parts are not all at their worst in one
        link: the root of the sum of their squares is taken off the typical margin.
        """
        if self.is_limits:
            return sum(step.worst_db for step in self.steps)
        return self.margin_db - math.sqrt(sum((s.typical_db - s.worst_db) ** 2 for s in self.steps))

    @property
    def largest(self) -> Step:
        """The element with the largest loss."""
        return min(self.steps, key=lambda step: step.typical_db)


def gain(name: str, key: str) -> Step:
    """A catalog figure that adds to the margin; its worst value is the low one.

    >>> gain("Launch", "oma_100g_typical_module_dbm")
    Step(name='Launch', typical_db=2.0, worst_db=-0.8)
    """
    figure = load().figure(key)
    return Step(name, figure.typical, figure.low)


def loss(name: str, key: str, times: float = 1.0) -> Step:
    """A catalog figure that reduces the margin; its worst value is the high one.

    >>> loss("Two connectors", "mpo_db", 2)
    Step(name='Two connectors', typical_db=-0.7, worst_db=-1.5)
    """
    figure = load().figure(key)
    return Step(name, -times * figure.typical, -times * figure.high)
