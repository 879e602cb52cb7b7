"""Scripts that a test has `panel serve` run; importing one, as pytest does to find doctests, would run it here."""

collect_ignore_glob = ["*.py"]
