"""The commands of ``python -m explorer``: one module per command, with its arguments and its output."""
