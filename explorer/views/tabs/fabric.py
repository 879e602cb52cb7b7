"""What the fabrics of a layout carry, as a tab."""

import pandas as pd

from explorer.analysis.results import Results
from explorer.views.kit.component import stylesheet
from explorer.views.kit.tab import SoughtTab

FABRIC = {
    "endpoints": ("Ends", ",.0f"),
    "injection_tbps": ("Inject Tb/s", ",.1f"),
    "bisection_tbps": ("Bisect Tb/s", ",.1f"),
    "oversubscription": ("Oversub.", ".2f"),
    "alltoall_gbps": ("All to all Gb/s", ",.0f"),
    "allreduce_gbps": ("Ring Gb/s", ",.0f"),
    "without_link_gbps": ("Link lost", ",.0f"),
    "without_port_gbps": ("Port lost", ",.0f"),
    "without_switch_gbps": ("Switch lost", ",.0f"),
    "ring_all_reduce_ms": ("All-reduce ms", ",.1f"),
    "communication_share": ("Of step", ".0%"),
}


def fabric_table(results: Results) -> pd.DataFrame:
    """Each fabric: what its endpoints get, what is left of that after a loss, and its share of a step."""
    table = results.fabric.reindex(columns=list(FABRIC))
    words = {
        title: ["" if pd.isna(value) else format(value, form) for value in table[column]]
        for column, (title, form) in FABRIC.items()
    }
    names = [str(key).replace("_", "-").capitalize() for key in table.index]
    return pd.DataFrame({"Fabric": names, **words})


class FabricTab(SoughtTab):
    """The fabrics, with what losses leave of them: some tenths of a second of flows."""

    waiting = "Flows and losses of every fabric are being computed"

    def __init__(self, session):
        super().__init__(session, "Fabric", [stylesheet("tables.css")])

    def asked(self):
        return (self.session.results,)

    def seek(self, results):
        return fabric_table(results)

    def html(self, found, results):
        return found.to_html(index=False, border=0, classes="panel-df")
