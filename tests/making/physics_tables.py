"""``make physics``: the tables and the picture of ``docs/physics.md``, made anew from the program.

The header and the first column of a table are cheap and are tested; its numbers are made here.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from explorer.solvers.heat.tray import solve_tray
from explorer.verify.run import KINDS, check
from tests.bench.trays import moved, switch_tray
from tests.making.documents import PLACE, made_anew, markdown
from tests.making.heat_picture import draw
from tests.solvers import studies

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs/physics.md"
PICTURE = ROOT / "assets/heat_dsp_cpo.png"
THERMAL = ("conduction", "stream", "transient", "leakage", "laser", "manifold")
ORDER_GRIDS = (16, 32, 64)
STUDY_GRIDS = (64, 96, 128, 192, 256)
LIVE_GRIDS = (64, 128, 256)
DRAGS = (("x, to the right", "x_m", 25), ("x, to the left", "x_m", -25), ("y, to the front", "y_m", -25))


class Table(NamedTuple):
    """``rows`` makes the cells of each row but the first, which is its key."""

    header: tuple[str, ...]
    keys: tuple[str, ...]
    rows: Callable[[], list[tuple[str, ...]]]

    def markdown(self) -> str:
        """The table as it stands in the document."""
        body = [(key, *row) for key, row in zip(self.keys, self.rows(), strict=True)]
        return markdown(self.header, body)


def _cases() -> list[Path]:
    known = [kind for kind in THERMAL if kind in KINDS]
    files = sorted((ROOT / "tests/cases").glob("*.json"))
    return [path for path in files if json.loads(path.read_text())["kind"] in known]


def _verified(path: Path) -> tuple[str, ...]:
    rows = check(path)
    judged = [row for row in rows if row.tolerance]
    if not judged:
        return str(len(rows)), "", "", "pass" if all(row.passed for row in rows) else "FAIL"
    worst = max(judged, key=lambda row: row.error / row.tolerance)
    name = worst.quantity.split(".")[-1]
    verdict = "pass" if all(row.passed for row in rows) else "FAIL"
    unit = {"_k": " K", "_c": " K", "_w": " W", "_s": " kg/s"}.get(name.split("[")[0][-2:], " K")
    return str(len(rows)), f"{worst.error:.2g}{unit}", f"{worst.tolerance:.2g}{unit}", verdict


def _ev6() -> list[tuple[str, ...]]:
    return [
        (f"{block.hotspot_k:.2f}", f"{block.ours_k:.2f}", f"{block.ours_k - block.hotspot_k:+.2f}")
        for block in studies.ev6_blocks()
    ]


def _order() -> list[tuple[str, ...]]:
    found = [studies.manufactured(n) for n in ORDER_GRIDS]
    orders = [("", ""), *((f"{a:.2f}", f"{b:.2f}") for a, b in studies.orders(found))]
    return [(f"{d.max_k:.4f}", a, f"{d.l2_k:.5f}", b) for d, (a, b) in zip(found, orders, strict=True)]


def _grids() -> list[tuple[str, ...]]:
    return [tuple(f"{value:.2f}" for value in studies.grid_study(n)[1:]) for n in STUDY_GRIDS]


def _live() -> list[tuple[str, ...]]:
    """A cold start and the worst of eight drag frames, each against its own settled field."""
    rows = []
    for n in LIVE_GRIDS:
        heat = switch_tray(n)
        cold, exact = solve_tray(heat, settled=False), solve_tray(heat)
        field, off_k = cold, []
        for step in range(1, 9):
            here = moved(heat, step)
            field = solve_tray(here, field, settled=False)
            off_k.append(float(np.abs(field.t_c - solve_tray(here, exact).t_c).max()))
        power_w = heat.boxes.power_w.sum()

        def lost(f, power_w=power_w):
            return f"{abs(f.heat_air_w + f.heat_coolant_w.sum() + f.heat_bottom_w - power_w) / power_w:.0e}"

        cold_k = float(np.abs(cold.t_c - exact.t_c).max())
        rows.append((f"{cold_k:.3f}", f"{max(off_k):.3f}", lost(cold), lost(exact), f"{exact.error_k:.0e}"))
    return rows


def _drags() -> list[tuple[str, ...]]:
    found = [studies.drag(name, (studies.ENGINE,), along, steps) for name, along, steps in DRAGS]
    return [(f"{d.jump_k:.3f}", f"{d.kink_k:.3f}", f"{d.live_k:.3f}") for d in found]


TABLES = {
    "verify": Table(
        ("case", "values", "worst error", "allowed", ""),
        tuple(path.stem for path in _cases()),
        lambda: [_verified(path) for path in _cases()],
    ),
    "ev6": Table(("block", "HotSpot, K", "here, K", "difference"), studies.EV6_BLOCKS, _ev6),
    "order": Table(
        ("N", "largest error, K", "order", "L2 error, K", "order"), tuple(map(str, ORDER_GRIDS)), _order
    ),
    "grids": Table(
        ("cells", "ASIC, K", "engine, K", "module, K", "hottest cell, K"),
        tuple(f"{n} x {n}" for n in STUDY_GRIDS),
        _grids,
    ),
    "live": Table(
        ("cells", "cold, K", "drag, K", "heat lost, live", "heat lost, settled", "settled error, K"),
        tuple(f"{n} x {n} x 4" for n in LIVE_GRIDS),
        _live,
    ),
    "drags": Table(
        ("drag along", "largest step, K", "largest kink, K", "live error, K"),
        tuple(name for name, _, _ in DRAGS),
        _drags,
    ),
}


def tables_in(text: str) -> dict[str, list[list[str]]]:
    """The cells of the tables that stand in a document, by name, without the line under the header."""
    return {
        name: [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in body.splitlines()
            if line.startswith("|") and not line.startswith("| ---")
        ]
        for name, body in PLACE.findall(text)
    }


def main() -> None:
    """Write the tables and the picture in their places."""
    text = DOCUMENT.read_text()
    DOCUMENT.write_text(made_anew(text, {name: table.markdown for name, table in TABLES.items()}))
    draw(PICTURE)


if __name__ == "__main__":
    main()
