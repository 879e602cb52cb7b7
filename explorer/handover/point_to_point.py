"""NVIDIA's point-to-point cable list, which its Cable Validation Tool reads.

Columns and types (Host, Switch) are those of NVIDIA UFM Cable Validation Tool, Topology Files, P2P File
(docs.nvidia.com/networking/display/cablevalidationtool150/p2p+file). One row is one cable; an end outside the
layout is empty. Ports are named by the rule of `explorer.handover.ports`.
"""

from explorer.analysis import Results
from explorer.handover.cables import End, cables
from explorer.handover.sheets import Table, csv_bytes, xlsx_bytes

COLUMNS = (
    "A-Rack", "A-U", "A-Node Name", "A-Type", "A-Port",
    "Z-Rack", "Z-RU", "Z-Node Name", "Z-Type", "Z-Port",
)  # fmt: skip


def table(results: Results) -> Table:
    """The list, one row per cable."""
    return Table("P2P", COLUMNS, [(*_side(c.a), *_side(c.b)) for c in cables(results)])


def _side(end: End) -> tuple:
    kind = {"": "", "switch": "Switch"}.get(end.role, "Host")
    return end.rack, end.u, end.device, kind, end.port


def write_xlsx(results: Results) -> bytes:
    """The list as one sheet."""
    return xlsx_bytes(table(results))


def write_csv(results: Results) -> bytes:
    """The list as CSV."""
    return csv_bytes(table(results))
