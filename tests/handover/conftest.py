"""Designs that are handed over, each solved once."""

from functools import cache
from pathlib import Path

import pytest

from explorer.analysis import Results, evaluate
from explorer.files import read

LAYOUTS = Path(__file__).resolve().parents[2] / "layouts"


@cache
def results_of(name: str) -> Results:
    """The results of a shipped layout."""
    return evaluate(read(LAYOUTS / f"{name}.layout.yaml"))


@pytest.fixture
def nvl72() -> Results:
    return results_of("gb200_nvl72")


@pytest.fixture
def cpo() -> Results:
    return results_of("gb200_nvl72_cpo")
