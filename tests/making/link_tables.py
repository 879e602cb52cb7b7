"""``make links``: the tables of ``docs/links.md``, made anew from the program."""

from functools import partial
from pathlib import Path

import pandas as pd

from explorer.analysis import evaluate
from explorer.analysis.decide.comparison import comparison
from explorer.analysis.decide.fixes import fixes
from explorer.analysis.links.distance import watts_over_distance
from explorer.files import read
from explorer.quantities.links import LINK
from explorer.quantities.numbers import MINUS
from tests.making.documents import made_anew, markdown

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs/links.md"
COLUMNS = {
    "name": "technology",
    "binding": "binding",
    "serdes": "SerDes",
    "power_w": "W",
    "pj_per_bit": "pJ/bit",
    "margin_db": "margin, dB",
    "worst_margin_db": "worst, dB",
    "reach_m": "reach, m",
    "latency_ns": "ns",
    "failures_per_year": "failures/yr",
    "blast_gbps": "lost, Gb/s",
    "cost_usd": "USD",
}
FAR_M = 3.0
DISTANCES_MM = (2, 10, 50, 100, 120, 150, 180, 220, 260, 300)


def _layout(name: str):
    return read(ROOT / f"layouts/{name}.layout.yaml")


def compared(name: str, link: str) -> pd.DataFrame:
    """A link group on every technology; what is best is bold, what does not pass comes last."""
    table = comparison(_layout(name), link).sort_values(["passes", "power_w"], ascending=[False, True])
    best = [set(words.split()) for words in table.best]
    shown = pd.DataFrame(index=table.index)
    for column, header in COLUMNS.items():
        write = LINK[column].text if column in LINK else str
        cells = [write(value).replace(MINUS, "-") for value in table[column]]
        shown[header] = [f"**{c}**" if column in b else c for c, b in zip(cells, best, strict=True)]
    shown["passes"] = ["yes" if passes else "no" for passes in table.passes]
    return shown


def ways_out() -> pd.DataFrame:
    """NVLink of an NVL72 with cables as long as they never are, and every way to mend it, by watts."""
    layout = _layout("gb200_nvl72")
    longer = layout.replaced(layout.element("nvlink").replaced(length_m=FAR_M))
    ways = fixes(longer, "nvlink", evaluate(longer))
    return pd.DataFrame(
        {
            "way out": [way.kind for way in ways],
            "technology": [way.label for way in ways],
            "more W": [f"{way.power_w:+,.0f}" for way in ways],
            "more USD": [f"{way.cost_usd:+,.0f}" for way in ways],
            "more ns": [f"{way.latency_ns:+.0f}" for way in ways],
            "more failures/yr": [f"{way.failures_per_year:+.2f}" for way in ways],
            "margin, dB": [f"{way.margin_db:.1f}" for way in ways],
            "status": [way.status for way in ways],
            "obstacle": [way.obstacle for way in ways],
        }
    )


def distances() -> pd.DataFrame:
    """Watts of one 800G link of the CPO switch by how far its engines are from the ASIC."""
    results = evaluate(_layout("switch_51t_cpo"))
    (state,) = results.link_states.values()
    table = watts_over_distance(results.layout, state, DISTANCES_MM)
    return pd.DataFrame(
        {
            "mm": [f"{mm:g}" for mm in table.index],
            "loss of an end, dB": [f"{db:.1f}" for db in table.loss_db],
            "SerDes": list(table.serdes),
            "margin, dB": [f"{db:.1f}" for db in table.margin_db],
            "host W": [f"{w:.2f}" for w in table.host_w],
            "link W": [f"{w:.2f}" for w in table.power_w],
        }
    )


TABLES = {
    "switch": lambda: compared("switch_51t_dsp", "ports"),
    "nvlink": lambda: compared("gb200_nvl72", "nvlink"),
    "fixes": ways_out,
    "distance": distances,
}


def tables(text: str) -> str:
    """The document with the tables that the program makes."""
    return made_anew(text, {name: partial(_written, make) for name, make in TABLES.items()})


def _written(make) -> str:
    table = make()
    return markdown(table.columns, table.itertuples(index=False))


if __name__ == "__main__":
    DOCUMENT.write_text(tables(DOCUMENT.read_text()))
