"""Designs that are handed over, each solved once."""

import pytest

from explorer.analysis import Results
from tests.shipped import solved


@pytest.fixture
def nvl72() -> Results:
    return solved("gb200_nvl72")


@pytest.fixture
def cpo() -> Results:
    return solved("gb200_nvl72_cpo")
