"""The explorer in a cell of a notebook, and which host passes on what."""
