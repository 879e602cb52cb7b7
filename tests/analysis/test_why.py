"""What a total is made of adds up to it, in every shipped layout."""

import math

import pytest

from explorer.analysis import evaluate
from explorer.analysis.why import REASONS, why
from explorer.files import read
from explorer.views.page import LAYOUTS
from explorer.views.totals import TILES


@pytest.fixture(scope="module", params=sorted(p.name for p in LAYOUTS.glob("*.layout.yaml")))
def results(request):
    return evaluate(read(LAYOUTS / request.param))


def test_every_tile_can_say_why():
    assert set(TILES) == set(REASONS)


@pytest.mark.parametrize("total", REASONS)
def test_rows_add_up_or_rank(results, total):
    found, value = why(results, total), results.totals[total].typical
    assert found.rows
    assert all(row.element in results.layout for row in found.rows if row.element)
    if found.adds_up:
        assert math.fsum(row.value for row in found.rows) == pytest.approx(value, rel=1e-9)
    else:
        values = [row.value for row in found.rows if not math.isnan(row.value)]
        assert values == sorted(values)
        assert values[0] == pytest.approx(value)


def test_what_is_lost_on_the_way_is_little_and_not_negative(results):
    rest = next(row.value for row in why(results, "rack_kw").rows if not row.element)
    assert -1e-6 <= rest <= 0.02 * results.totals["rack_kw"].typical
