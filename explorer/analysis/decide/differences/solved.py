"""Changes of results: totals, trays, links and findings of two results, side by side."""

import pandas as pd

from explorer.analysis.results import Results
from explorer.analysis.states import Finding
from explorer.quantities.totals import TOTALS

TRAY = ("power_w", "t_max_c", "headroom_k", "margin_db")
LINK = ("margin_db", "worst_margin_db", "module_w", "host_w", "power_w", "pj_per_bit", "length_m", "cost_usd")


def totals(before: Results, after: Results) -> pd.DataFrame:
    """One row a total of both: label, unit, typical and range before (`a`) and after (`b`), change."""
    rows = {}
    for key, new in after.totals.items():
        old, change = before.totals[key], new.typical - before.totals[key].typical
        relative = not TOTALS[key].is_level and old.typical
        rows[key] = {
            "label": new.label,
            "unit": new.unit,
            "a_low": old.low,
            "a": old.typical,
            "a_high": old.high,
            "b_low": new.low,
            "b": new.typical,
            "b_high": new.high,
            "change": change,
            "change_percent": 100.0 * change / abs(old.typical) if relative else float("nan"),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("total")


def trays(before: Results, after: Results) -> pd.DataFrame:
    """One row a tray of either: the columns of `TRAY` and the hottest part before, after, and the change."""
    return _side_by_side(before.trays, after.trays, TRAY, ("hottest",))


def links(before: Results, after: Results) -> pd.DataFrame:
    """One row a link group of either: technology and the columns of `LINK` before, after, and the change."""
    return _side_by_side(before.links, after.links, LINK, ("technology",))


def _side_by_side(before: pd.DataFrame, after: pd.DataFrame, numbers, words) -> pd.DataFrame:
    """Both tables, the order of `after` first; NaN and empty words where only one has the row."""
    index = after.index.append(before.index.difference(after.index, sort=False))
    table = pd.DataFrame(index=index)
    for word in words:
        for side, frame in (("a", before), ("b", after)):
            table[f"{word}_{side}"] = _column(frame, word, index).fillna("")
    for number in numbers:
        old, new = (_column(frame, number, index).astype(float) for frame in (before, after))
        table[f"{number}_a"], table[f"{number}_b"], table[f"{number}_change"] = old, new, new - old
    return table


def _column(frame: pd.DataFrame, name: str, index) -> pd.Series:
    column = frame[name] if name in frame else pd.Series(index=frame.index, dtype=object)
    return column.reindex(index)


def came_and_went(before: Results, after: Results) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings that only `after` has, and those that only `before` has.

    Findings are equal if severity, element and rule are; value and message may differ.
    """
    return _without(after.findings, before.findings), _without(before.findings, after.findings)


def _without(found, known) -> tuple[Finding, ...]:
    left = [_key(finding) for finding in known]
    rest = []
    for finding in found:
        if _key(finding) in left:
            left.remove(_key(finding))
        else:
            rest.append(finding)
    return tuple(rest)


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.severity, finding.element, finding.rule
