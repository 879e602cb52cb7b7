"""A page whose server has more to solve than anybody waits for: for the test of how it ends."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import panel as pn

from explorer.views.wire.background import pool


def spin():
    until = time.monotonic() + 120
    while time.monotonic() < until:
        pass


pool().submit(spin)
pool().submit(time.sleep, 120)
pn.pane.Str("solving").servable()
