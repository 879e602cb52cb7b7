"""Every figure once: its name, unit, digits, its place among others, and whether more of it is better.

A table here is a dictionary of figures by key, in the order in which they are shown: a figure that is added
to it appears wherever the table is read, on the page, in the sheet, in the terminal and in plots.
"""

from explorer.quantities.figure import BETTER, NEITHER, WORSE, Figure, best_of, table, worst_of

__all__ = ["BETTER", "NEITHER", "WORSE", "Figure", "best_of", "table", "worst_of"]
