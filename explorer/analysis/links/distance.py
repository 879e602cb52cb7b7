"""Power of one link as a function of the distance from its ports to the ASIC."""

import numpy as np
import pandas as pd

from explorer.analysis.links.electrical import ends_db, trace_db_per_mm
from explorer.analysis.links.ports import ports_of
from explorer.analysis.links.serdes import CLASSES, ENGINES, cheapest, energy_pj, serdes, speed_of
from explorer.analysis.links.state import LinkState
from explorer.catalog import typical
from explorer.model import Layout

NEAR_MM, FAR_MM = 2.0, 300.0


def watts_over_distance(layout: Layout, state: LinkState, distance_mm=None) -> pd.DataFrame:
    """Table of one link with both ends at each distance, with the cheapest SerDes class that closes it.

    The lanes cross the board as those of the group's first port do. Columns are ``loss_db`` of one end,
    ``serdes``, ``margin_db``, ``host_w`` and ``power_w``; distances that no class closes have no row. Engines
    may use any class from XSR on, other ports the one of their interface; in passive copper the group's mean
    cable is between both ends.
    """
    distances = np.geomspace(NEAR_MM, FAR_MM, 150) if distance_mm is None else np.atleast_1d(distance_mm)
    design, ports = next(((d, p) for d, p in ports_of(layout, state.link).items() if p), ("", []))
    rows = {}
    if ports:
        f_ghz = state.baud_gbd / 2.0
        per_mm = trace_db_per_mm(layout.design(design).trace, ports[0], f_ghz)
        fixed = ends_db(ports[0], f_ghz)
        rows = {float(mm): _row(state, fixed + per_mm * mm) for mm in distances}
    table = pd.DataFrame.from_dict(
        {mm: row for mm, row in rows.items() if row},
        orient="index",
        columns=["loss_db", "serdes", "margin_db", "host_w", "power_w"],
    )
    return table.rename_axis("distance_mm")


def _row(state: LinkState, loss_db: float) -> tuple | None:
    tech, speed = state.technology, speed_of(state.baud_gbd)
    cable = state.passive
    if cable is not None:
        built = serdes(tech.host_serdes_key, speed)
        cable_db = float(state.length_m.mean()) * cable.warm_db_per_m(state.cable_c)
        margin = cable.fixed_db() - 2.0 * loss_db - cable_db
    else:
        free = tech.placement in ENGINES and tech.host_serdes_key != "UCIe"
        among = CLASSES[1:] if free else (tech.host_serdes_key,)
        built = cheapest(loss_db, speed, among, typical("serdes_design_margin_db") if free else 0.0)
        margin = built.budget_db.typical - loss_db if built else -1.0
    if built is None or margin < 0.0:
        return None
    pj = energy_pj(tech, built, 1.0 - margin / built.budget_db.typical)[1]
    host_w = 2.0 * pj * state.link.link_gbps / 1000.0
    module_w = 2.0 * tech.module_w.typical * state.link.link_gbps / tech.rate_gbps
    return loss_db, built.key, margin, host_w, module_w + host_w
