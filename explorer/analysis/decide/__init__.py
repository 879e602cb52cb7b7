"""Help with decisions: fixes, comparison of technologies, differences of layouts, breakdown of totals."""
