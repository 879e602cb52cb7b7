"""The explorer in a notebook cell, and what each notebook host supports."""
