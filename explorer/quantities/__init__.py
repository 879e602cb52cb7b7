"""Tables that declare each figure once: its name, unit, digits, order, and whether more of it is better.

A table is a dictionary of figures by key, in the order in which they are shown. A figure that is added to it
appears wherever the table is read: on the page, in the review sheet, in the terminal and in plots.
"""

from explorer.quantities.figure import BETTER, NEITHER, WORSE, Figure, best_of, table, worst_of

__all__ = ["BETTER", "NEITHER", "WORSE", "Figure", "best_of", "table", "worst_of"]
