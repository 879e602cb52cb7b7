"""``make power``: the table of ``docs/power.md``, made anew from the program."""

from pathlib import Path

import pandas as pd

from explorer.analysis import evaluate
from explorer.files import read
from tests.making.documents import made_anew, markdown

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs/power.md"


def failures() -> pd.DataFrame:
    """What single failures do to an NVL72; alike ones are one row."""
    table = evaluate(read(ROOT / "layouts/gb200_nvl72.layout.yaml")).n_minus_1
    return pd.DataFrame(
        {
            "without": [
                f"{label} (each of {n})" if n > 1 else label
                for label, n in zip(table.label, table.n_alike, strict=True)
            ],
            "survives": ["yes" if survives else "no" for survives in table.survives],
            "throttle by": [f"{percent:.1f} %" for percent in table.throttle_percent],
            "rack, kW": [f"{kw:.1f}" for kw in table.rack_kw],
            "fullest shelf": [f"{percent:.0f} %" for percent in table.shelf_percent],
            "lowest tray, V": [f"{v:.2f}" for v in table.tray_v],
        }
    )


def tables(text: str) -> str:
    """The document with the table that the program makes."""
    table = failures()
    return made_anew(text, {"failures": lambda: markdown(table.columns, table.itertuples(index=False))})


if __name__ == "__main__":
    DOCUMENT.write_text(tables(DOCUMENT.read_text()))
