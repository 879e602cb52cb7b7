"""What the parts of a board do to each other's temperature.

``board`` is a `solved_board.Board`. Watts and inlet temperatures drive a board linearly, so the temperature
of a part is a sum: the inlet air, what the coolant's lead over it adds, and K/W times W of every source.
"""

import math

import numpy as np
import pandas as pd

AIR, COOLANT = "inlet air", "inlet coolant"
"""Rows beside the sources; a space is in no id."""


def crosstalk(board) -> pd.DataFrame:
    """Rise of each part (column) per watt of each source (row), in K/W; rows and columns are ids.

    Sources are the parts that draw power, and the board itself, under its design's id, where it does. The
    response behind it is solved if it is not known yet: some 30 ms a source, once for each heat problem.
    """
    response = board.response()
    return pd.DataFrame(
        response.k[:-1, board.heat.body_box],
        index=pd.Index(source_ids(board, response), name="source"),
        columns=pd.Index([part.id for part in board.design.parts], name="part"),
    )


def contributions(board, air_in_c: float, coolant_in_c: float) -> pd.DataFrame:
    """What makes the temperature of each part (column) in a tray with those inlets.

    Without coolant its temperature is NaN.

    The first row, `inlet air`, is in C. All others are in K: `inlet coolant` for its lead over the air, then
    each source. The rows add up to the part's temperature.
    """
    per_watt, response = crosstalk(board), board.response()
    rises_k = per_watt.mul(board.heat.boxes.power_w[response.sources], axis=0)
    lead_k = (0.0 if math.isnan(coolant_in_c) else coolant_in_c - air_in_c) * response.k[
        -1, board.heat.body_box
    ]
    inlets = pd.DataFrame([np.full(lead_k.size, air_in_c), lead_k], [AIR, COOLANT], per_watt.columns)
    return pd.concat([inlets, rises_k]).rename_axis("source")


def shown_k_per_w(board, part_id: str) -> np.ndarray | None:
    """Rise of each cell of the shown layer per watt of a part; None if it is no source or not known."""
    response = board.known_response()
    if response is None or part_id not in (ids := source_ids(board, response)):
        return None
    return response.shown_k[ids.index(part_id)]


def source_ids(board, response) -> list[str]:
    """Ids of a response's sources: parts, or the design for the board itself."""
    part_at = dict(zip(board.heat.body_box.tolist(), (part.id for part in board.design.parts), strict=True))
    return [part_at.get(box, board.design.id) for box in response.sources.tolist()]
