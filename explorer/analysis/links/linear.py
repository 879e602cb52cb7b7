"""Linear optics: one channel from host to host, on which noise adds up.

A retimer decides every symbol and starts anew. Without one, the noise of the lanes before a module, of the
optical lane and of the lanes behind a module all reach the next decision, as a sum of powers. The lanes into
a module are compared with the loss that its interface allows, those out of it with what the long-reach
receiver of the host closes.
"""

import math
from typing import NamedTuple

import numpy as np

from explorer.analysis.links.budget import Step
from explorer.analysis.links.serdes import serdes, speed_of
from explorer.catalog import Technology
from explorer.solvers.links.channel import joined_margin_db


class Linear(NamedTuple):
    """Which sides of a module are not retimed, and the losses that the lanes there may have [dB]."""

    into_db: float
    """into the module; NaN where it is retimed"""
    out_db: float
    """out of the module, up to the host's receiver"""

    @property
    def is_joined(self) -> bool:
        """Whether nothing between the two hosts decides a symbol."""
        return math.isfinite(self.into_db)

    def margins_db(self, optical_db, near_db: float, far_db: float) -> np.ndarray:
        """Margins [optical dB] of the joined channels, in the worse of both directions.

        Parameters
        ----------
        optical_db : margins of the optical lanes
        near_db, far_db : losses of the lanes of the two hosts
        """
        ways = ((near_db, far_db), (far_db, near_db))
        found = [
            joined_margin_db(
                optical_db, *(m for m in (self.into_db - a, self.out_db - b) if math.isfinite(m))
            )
            for a, b in ways
        ]
        return np.minimum(*found)

    def step(self, optical_db: float, near_db: float, far_db: float) -> Step:
        """What the noise of both hosts takes from a margin, as an element of a budget."""
        lost = float(self.margins_db(optical_db, near_db, far_db)) - optical_db
        return Step("Noise of the hosts", lost, lost)


def linear_of(tech: Technology, baud_gbd: float) -> Linear | None:
    """How a module is linear; None if it retimes both ways or is no module."""
    if tech.family != "pluggable" or tech.host_serdes_key != "LR":
        return None
    speed = speed_of(baud_gbd)
    is_half_retimed = "Tx" in tech.host_serdes_class
    into = math.nan if is_half_retimed else serdes("VSR", speed).budget_db.typical
    return Linear(into, serdes("LR", speed).budget_db.typical)
