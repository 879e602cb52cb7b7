"""What the fabrics of a layout carry, as a tab."""

from explorer.analysis.results import Results
from explorer.quantities.power import FABRIC
from explorer.views.kit.tab import SoughtTab
from explorer.views.kit.table import Column, Rows

COLUMNS = {
    "fabric": Column("Fabric", grow=1.4, least_px=72),
    **{key: Column.of(figure) for key, figure in FABRIC.items()},
}


def fabric_rows(results: Results) -> Rows:
    """Each fabric: what its endpoints get, what is left of that after a loss, and its share of a step."""
    table = results.fabric.reindex(columns=list(FABRIC)).astype(float)
    table.insert(0, "fabric", [str(key).replace("_", "-").capitalize() for key in table.index])
    return Rows(table)


class FabricTab(SoughtTab):
    """The fabrics, with what losses leave of them: some tenths of a second of flows."""

    waiting = "Flows and losses of every fabric are being computed"

    def __init__(self, session):
        super().__init__(session, "Fabric", COLUMNS)

    def asked(self):
        return (self.session.results,)

    def seek(self, results):
        return fabric_rows(results)

    def rows_of(self, found, results):
        return found if len(found.frame) else "No fabric: no link group has both of its ends on mounted trays"
