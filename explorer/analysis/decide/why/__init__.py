"""Breakdown of each total: rows that add up to it, or a ranking and the arithmetic of its first row."""

from explorer.analysis.decide.why.reasons import slow, why
from explorer.analysis.decide.why.rows import Row, Table, Why

__all__ = ["Row", "Table", "Why", "slow", "why"]
