"""What each total is made of: rows that add up to it, or the worst first and the arithmetic behind it."""

from explorer.analysis.decide.why.reasons import slow, why
from explorer.analysis.decide.why.rows import Row, Table, Why

__all__ = ["Row", "Table", "Why", "slow", "why"]
