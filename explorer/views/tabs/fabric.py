"""What the fabrics of a layout carry, as a tab."""

import pandas as pd

from explorer.analysis.results import Results
from explorer.quantities.power import FABRIC
from explorer.views.kit.component import stylesheet
from explorer.views.kit.tab import SoughtTab


def fabric_table(results: Results) -> pd.DataFrame:
    """Each fabric: what its endpoints get, what is left of that after a loss, and its share of a step."""
    table = results.fabric.reindex(columns=list(FABRIC))
    words = {figure.head: [figure.text(value) for value in table[key]] for key, figure in FABRIC.items()}
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
