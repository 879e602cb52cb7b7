"""How much the parts of a board warm each other.

Watts and inlet temperatures drive a board linearly, so the temperature of a part is a sum: the inlet air,
a contribution of the coolant's excess over that, and K/W times W of every source.
"""

import math

import numpy as np
import pandas as pd

from explorer.analysis.heat.solved_board import Board
from explorer.solvers.heat.response import Response

AIR, COOLANT = "inlet air", "inlet coolant"
"""Names of the rows for the inlets; ids contain no space, so no source has such a name."""


def crosstalk(board: Board) -> pd.DataFrame:
    """Rise of each part (column) per watt of each source (row), in K/W; rows and columns are ids.

    Sources are the parts that draw power, and the board itself, under its design's id, where it does. The
    response is solved if it is not cached: some 30 ms a source, once for each heat problem.
    """
    return _crosstalk(board, board.response())


def _crosstalk(board: Board, response: Response) -> pd.DataFrame:
    return pd.DataFrame(
        response.k[:-1, board.heat.body_box],
        index=pd.Index(source_ids(board, response), name="source"),
        columns=pd.Index([part.id for part in board.design.parts], name="part"),
    )


def contributions(board: Board, air_in_c: float, coolant_in_c: float) -> pd.DataFrame:
    """Contributions (rows) to the temperature of each part (column) in a tray with those inlets.

    ``coolant_in_c`` is NaN for a tray without coolant.

    The first row, `inlet air`, is in C. All others are in K: `inlet coolant` for its excess over the
    air, then each source. The rows add up to the part's temperature.
    """
    response = board.response()
    per_watt = _crosstalk(board, response)
    rises_k = per_watt.mul(board.heat.boxes.power_w[response.sources], axis=0)
    coolant_k = (0.0 if math.isnan(coolant_in_c) else coolant_in_c - air_in_c) * response.k[
        -1, board.heat.body_box
    ]
    inlets = pd.DataFrame([np.full(coolant_k.size, air_in_c), coolant_k], [AIR, COOLANT], per_watt.columns)
    return pd.concat([inlets, rises_k]).rename_axis("source")


def shown_k_per_w(board: Board, part_id: str) -> np.ndarray | None:
    """Rise of each cell of the shown layer per watt of a part; None if not a source or not solved."""
    response = board.cached_response()
    if response is None or part_id not in (ids := source_ids(board, response)):
        return None
    return response.shown_k[ids.index(part_id)]


def source_ids(board: Board, response: Response) -> list[str]:
    """Ids of a response's sources: parts, or the design for the board itself."""
    part_at = dict(zip(board.heat.body_box.tolist(), (part.id for part in board.design.parts), strict=True))
    return [part_at.get(box, board.design.id) for box in response.sources.tolist()]
