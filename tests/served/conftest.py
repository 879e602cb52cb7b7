"""Scripts that tests have `panel serve` run; pytest would import, and so run, them to find doctests."""

collect_ignore_glob = ["*.py"]
