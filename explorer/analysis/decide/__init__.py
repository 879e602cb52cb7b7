"""What helps somebody decide: fixes, comparisons, differences and what a figure is made of."""
