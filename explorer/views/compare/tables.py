"""What differs between A and B as tables: totals, figures of trays and links; and in words."""

import math
from html import escape
from typing import NamedTuple

import pandas as pd

from explorer.analysis import Results, Total
from explorer.analysis.decide.differences import Differences
from explorer.quantities.numbers import amount, gain, relative, unit_of_change
from explorer.quantities.totals import TOTALS, TotalFigure, tiles
from explorer.views.compare.changed_rows import changed_rows
from explorer.views.kit.table import Column, Rows

LEAST = 5e-4
"""Of a value: less is no change that anybody would act on."""
MOST_LINES = 60
SAME = "="
WORD = {"better": "better", "worse": "worse", "other": "", "same": ""}
SAID = "<b><%- sign %></b> <%- change_words %> <%- percent_words %> <%- verdict %>"
CHANGE = f'<span class="<%- kind %>">{SAID}</span>'
BAR = '<div class="change" aria-hidden="true"><i class="<%- kind %>" style="<%- bar %>"></i></div>'
WORDS = '<span title="<%- {0}_range %>"><%- {0}_words %></span>'
OF_BOTH = {
    "label": Column("Total", grow=1.6, least_px=108),
    "a": Column("A", least_px=92, template=WORDS.format("a"), is_right=True),
    "b": Column("B", least_px=92, template=WORDS.format("b"), is_right=True),
    "change": Column("A − B", grow=1.6, least_px=128, template=CHANGE, is_right=True),
    "percent": Column("Change %", "In percent of B", grow=1.4, least_px=70, template=BAR, is_right=True),
}
CHANGED = {
    "who": Column("Tray or link", grow=2.2, least_px=110),
    "figure": Column("Figure", grow=1.3, least_px=86),
    "a": Column("A", least_px=76, template="<%- a_words %>", is_right=True),
    "b": Column("B", least_px=76, template="<%- b_words %>", is_right=True),
    "change": Column("A − B", grow=1.8, least_px=120, template=CHANGE, is_right=True),
}


class Verdict(NamedTuple):
    """Which way a change goes: ``better``, ``worse``, ``other`` or ``same``; never told by a color alone."""

    kind: str
    sign: str

    @property
    def word(self) -> str:
        return WORD[self.kind]


def verdict(change: float, better: int, of: float, least: float | None = None) -> Verdict:
    """How to read a change; `better` says whether more is better (1), worse (-1) or neither (0).

    >>> verdict(-2.0, -1, 100.0), verdict(0.01, 1, 100.0)
    (Verdict(kind='better', sign='▼'), Verdict(kind='same', sign='='))
    """
    if not math.isfinite(change) or abs(change) < (LEAST * max(abs(of), 1e-9) if least is None else least):
        return Verdict("same", SAME)
    sign = "▲" if change > 0.0 else "▼"
    return Verdict("other" if not better else "better" if change * better > 0.0 else "worse", sign)


def totals_rows(a: Results, b: Results) -> Rows:
    """The totals that the page shows, of both, with their ranges."""
    rows = {
        name: _total(TOTALS[name], a.totals[name], b.totals[name])
        for name in tiles()
        if name in a.totals and name in b.totals
    }
    frame = pd.DataFrame.from_dict(rows, orient="index")
    percent = frame.percent.where(frame.kind != "same", 0.0)
    frame["bar"] = [_bar(each, percent.abs().max()) for each in percent]
    return Rows(frame)


def _total(figure: TotalFigure, a: Total, b: Total) -> dict:
    change, unit = a.typical - b.typical, figure.unit
    found = verdict(change, figure.sense, a.typical, figure.least_change)
    percent = 100.0 * change / abs(b.typical) if not figure.is_level and b.typical else math.nan
    share = "" if found.kind == "same" else relative(percent)
    return {
        "label": figure.label,
        **{
            key: value
            for side, total in (("a", a), ("b", b))
            for key, value in (
                (side, total.typical),
                (f"{side}_words", amount(total.typical, unit)),
                (f"{side}_range", f"{amount(total.low, unit)} to {amount(total.high, unit)}"),
            )
        },
        "change": change,
        "percent": percent,
        "kind": found.kind,
        "sign": found.sign,
        "verdict": found.word,
        "change_words": "" if found.kind == "same" else gain(change, unit_of_change(unit)),
        "percent_words": f"({share})" if share else "",
    }


def _bar(percent: float, most: float) -> str:
    """Style of a bar from the middle to the right where A has more, to the left where it has less."""
    wide = 50.0 * abs(percent) / most if most > 0.0 and math.isfinite(percent) else 0.0
    return f"width: {wide:.1f}%; left: {50.0 if percent > 0.0 else 50.0 - wide:.1f}%"


def changed_table(found: Differences) -> Rows | str:
    """Figures of trays and links that differ, what changed most first."""
    rows, more = changed_rows(found)
    if not rows:
        return "No figure of a tray or a link differs"
    frame = pd.DataFrame([_changed(row) for row in rows], index=[str(i) for i in range(len(rows))])
    if more:
        frame.loc["more"] = {
            **dict.fromkeys(frame, ""),
            "who": f"and {more} more",
            "a": None,
            "b": None,
            "change": None,
        }
    return Rows(frame)


def _changed(row) -> dict:
    alone = "B only" if row.a is None else "A only" if row.b is None else ""
    change = math.nan if alone else row.a - row.b
    found = verdict(change, row.better, row.a or 0.0)
    return {
        "who": row.who,
        "figure": row.figure,
        "a": math.nan if row.a is None else row.a,
        "b": math.nan if row.b is None else row.b,
        "change": change,
        "a_words": amount(row.a, row.unit),
        "b_words": amount(row.b, row.unit),
        "kind": found.kind,
        "sign": "" if alone else found.sign,
        "verdict": found.word,
        "change_words": alone or gain(change, unit_of_change(row.unit)),
        "percent_words": "",
    }


def differences_html(found: Differences) -> str:
    """Layout in words, from B to A, then findings that came and went."""
    lines = [str(line) for line in found.lines]
    more = len(lines) - MOST_LINES
    parts = [("Layout, from B to A", lines[:MOST_LINES] + ([f"and {more} more"] if more > 0 else []), "")]
    if not lines:
        parts = [("Layout", ["The layouts are the same"], "calm")]
    parts += [("New findings in A", [finding.message for finding in found.came], "new")] if found.came else []
    gone = [finding.message for finding in found.went]
    parts += [("Findings of B that A does not have", gone, "gone")] if gone else []
    return "".join(_list(title, texts, kind) for title, texts, kind in parts)


def _list(title: str, texts: list[str], kind: str) -> str:
    items = "".join(f'<li class="{kind}" dir="auto">{escape(text)}</li>' for text in texts)
    return f"<h3>{title}</h3><ul>{items}</ul>"
