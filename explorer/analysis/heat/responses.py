"""Responses of boards, solved once and cached for all boards that have the same heat problem.

A response depends only on the arrays of its heat problem, so all layouts of a process may share it. This is
the only cache of the analysis outside `Results`: everything else that one evaluation takes over from the
previous one is passed on in `Results`.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

import numpy as np

from explorer.analysis.heat.board import SHOWN
from explorer.solvers.heat.response import Response, tray_response
from explorer.solvers.heat.tray import TrayHeat

MOST_BYTES = 64_000_000


class Responses:
    """Cache of the most recently used responses, by the key of their heat problem; thread-safe.

    A lookup never waits for a solve. If two threads solve the same response, one result is discarded.
    """

    def __init__(self, most_bytes: int = MOST_BYTES):
        self.most_bytes = most_bytes
        self._cached: OrderedDict[tuple, Response] = OrderedDict()
        self._lock = Lock()

    def cached(self, key: tuple, power_w: np.ndarray) -> Response | None:
        """The problem's response, if it is cached and has all boxes that ``power_w`` heats as sources."""
        with self._lock:
            response = self._cached.get(key)
            if response is not None:
                self._cached.move_to_end(key)
        return response if response is not None and response.covers(power_w) else None

    def solved(self, key: tuple, heat: TrayHeat, wanted: Callable[[], bool]) -> Response | None:
        """The problem's response, solved if it is not cached; None as soon as ``wanted`` returns False."""
        power_w = heat.boxes.power_w
        response = self.cached(key, power_w)
        if response is None:
            response = tray_response(heat, np.flatnonzero(power_w), SHOWN, wanted)
            if response is not None:
                self.add(key, response)
        return response

    def add(self, key: tuple, response: Response):
        """Add a response and drop those not used for longest, until all fit."""
        with self._lock:
            self._cached[key] = response
            self._cached.move_to_end(key)
            while self.size_bytes > self.most_bytes:
                self._cached.popitem(last=False)

    @property
    def size_bytes(self) -> int:
        """Memory that all cached responses take."""
        return sum(response.size_bytes for response in self._cached.values())


RESPONSES = Responses()
