"""The cable schedule for the installing contractor: every cable with ends, lengths, margin and labels."""

from explorer.analysis import Results
from explorer.handover.cables import Cable, End, cables
from explorer.handover.sheets import Table, csv_bytes, xlsx_bytes

COLUMNS = (
    "cable_id", "bundle", "link_group", "medium", "technology", "n_links", "n_pairs",
    "from_rack", "from_u", "from_device", "from_port", "to_rack", "to_u", "to_device", "to_port",
    "route_m", "slack_m", "order_m", "margin_db", "label_a", "label_b",
)  # fmt: skip


def table(results: Results, lengths_m: tuple[float, ...] | None = None) -> Table:
    """The schedule, one row per cable; `lengths_m` are the lengths that can be ordered."""
    return Table("Cables", COLUMNS, [_row(cable) for cable in cables(results, lengths_m)])


def _row(c: Cable) -> tuple:
    link, tech = c.state.link, c.state.technology
    near, far = _label(c.a), _label(c.b) or "outside"
    return (
        c.id, c.bundle, link.label or link.id, tech.medium, tech.key, c.n_links, c.n_pairs,
        *_side(c.a), *_side(c.b),
        round(c.route_m, 3), round(c.slack_m, 3), c.order_m, round(c.margin_db, 2),
        f"{c.id} {near} > {far}", f"{c.id} {far} > {near}",
    )  # fmt: skip


def _side(end: End) -> tuple:
    return end.rack, end.u, end.device, end.port


def _label(end: End) -> str:
    return f"{end.rack}/U{end.u:02d}/{end.device}/{end.port}" if end.tray else ""


def write_csv(results: Results) -> bytes:
    """The schedule as CSV."""
    return csv_bytes(table(results))


def write_xlsx(results: Results) -> bytes:
    """The schedule as one sheet."""
    return xlsx_bytes(table(results))
