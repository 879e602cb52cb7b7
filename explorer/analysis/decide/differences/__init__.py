"""Differences between two layouts: edits of what is drawn, and changes of the results.

The page's compare view, the terminal and a notebook show the same differences.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from explorer.analysis.decide.differences import solved
from explorer.analysis.decide.differences.drawn import Edit, edits
from explorer.analysis.decide.differences.lines import Line, lines
from explorer.analysis.evaluation import evaluate
from explorer.analysis.results import Results
from explorer.analysis.states import Finding
from explorer.model import Layout

__all__ = ["Differences", "Edit", "Line", "compare", "differences"]


@dataclass(frozen=True, eq=False)
class Differences:
    """Differences from results `before` to results `after`; each is computed on first use."""

    before: Results
    after: Results

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """Every value that differs; empty if, and only if, the layouts are equal."""
        return tuple(edits(self.before.layout, self.after.layout))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The edits in words, equal ones in one line."""
        return tuple(lines(self.before.layout, self.after.layout, list(self.edits)))

    @cached_property
    def layout(self) -> pd.DataFrame:
        """The edits as a table, one row each: the columns of `Edit`."""
        return pd.DataFrame(self.edits, columns=Edit._fields)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """One row a total: ``label, unit, a_low, a, a_high, b_low, b, b_high, change, change_percent``."""
        return solved.totals(self.before, self.after)

    @cached_property
    def trays(self) -> pd.DataFrame:
        """One row a tray of either: watts, hottest part, headroom and margin as ``_a, _b, _change``."""
        return solved.trays(self.before, self.after)

    @cached_property
    def links(self) -> pd.DataFrame:
        """One row a link group of either: technology, margins, watts, dollars as ``_a, _b, _change``."""
        return solved.links(self.before, self.after)

    @cached_property
    def came(self) -> tuple[Finding, ...]:
        """Findings of `after` that are not in `before`."""
        return solved.came_and_went(self.before, self.after)[0]

    @cached_property
    def went(self) -> tuple[Finding, ...]:
        """Findings of `before` that are not in `after`."""
        return solved.came_and_went(self.before, self.after)[1]


def differences(before: Results, after: Results) -> Differences:
    """The differences between two results, and between their layouts."""
    return Differences(before, after)


def compare(before: Layout | Results, after: Layout | Results) -> Differences:
    """The differences between two layouts, which are evaluated first, or between given results.

    Examples
    --------
    >>> from explorer import compare, read
    >>> dsp, lpo = (read(f"layouts/switch_51t_{name}.layout.yaml") for name in ("dsp", "lpo"))
    >>> found = compare(dsp, lpo)
    >>> print(*(line for line in found.lines if line.sort == "link group"), sep="\\n")
    link group Ports (ports): technology dsp_800_dr8 → lpo_800_dr8
    >>> print(f"{found.totals.change['interconnect_kw']:.3f} kW")
    -0.345 kW
    """
    old, new = (known if isinstance(known, Results) else evaluate(known) for known in (before, after))
    return differences(old, new)
