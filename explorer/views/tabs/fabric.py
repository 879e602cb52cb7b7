"""What the fabrics of a layout carry, as a tab."""

from explorer.analysis.results import Results
from explorer.views.kit.tab import SoughtTab
from explorer.views.kit.table import Column, Rows

FABRIC = {
    "fabric": Column("Fabric", grow=1.4, least_px=72),
    "endpoints": Column("Ends", ",.0f", "Endpoints of the fabric", least_px=38),
    "injection_tbps": Column("Inject Tb/s", ",.1f", "What all endpoints together can send", least_px=64),
    "bisection_tbps": Column("Bisect Tb/s", ",.1f", "What two halves can exchange", least_px=68),
    "oversubscription": Column("Oversub.", ".2f", "Injection over what the fabric carries", least_px=56),
    "alltoall_gbps": Column("All to all Gb/s", ",.0f", "To each endpoint when all send to all", least_px=82),
    "allreduce_gbps": Column("Ring Gb/s", ",.0f", "To each endpoint in a ring all-reduce", least_px=60),
    "without_link_gbps": Column(
        "Less link Gb/s", ",.0f", "All to all after the loss of one link", least_px=84
    ),
    "without_port_gbps": Column(
        "Less port Gb/s", ",.0f", "All to all after the loss of one port", least_px=86
    ),
    "without_switch_gbps": Column(
        "Less switch Gb/s", ",.0f", "All to all after the loss of one switch", least_px=96
    ),
    "ring_all_reduce_ms": Column("All-reduce ms", ",.1f", "Of one step of training, in a ring", least_px=78),
    "communication_share": Column("Of step %", ".0f", "Share of a training step that is communication"),
}


def fabric_rows(results: Results) -> Rows:
    """Each fabric: what its endpoints get, what is left of that after a loss, and its share of a step."""
    table = results.fabric.reindex(columns=[name for name in FABRIC if name != "fabric"]).astype(float)
    table.insert(0, "fabric", [str(key).replace("_", "-").capitalize() for key in table.index])
    table["communication_share"] *= 100.0
    return Rows(table)


class FabricTab(SoughtTab):
    """The fabrics, with what losses leave of them: some tenths of a second of flows."""

    waiting = "Flows and losses of every fabric are being computed"

    def __init__(self, session):
        super().__init__(session, "Fabric", FABRIC)

    def asked(self):
        return (self.session.results,)

    def seek(self, results):
        return fabric_rows(results)

    def rows_of(self, found, results):
        return found if len(found.frame) else "No fabric: no link group has both of its ends on mounted trays"
