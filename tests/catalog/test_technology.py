"""Ranges, and values of the user's own in place of the catalog's."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.catalog import Quantity, load
from explorer.catalog.technology import overridable
from explorer.errors import CatalogError

POET = load().technology("poet_lumilens_npo")
finite = st.floats(-1e6, 1e6)


@given(st.tuples(finite, finite, finite))
def test_range_in_order_or_refused(values):
    if list(values) == sorted(values):
        assert Quantity(*values, "W", ("GK",), "2026", "estimate").at("typical") == values[1]
    else:
        with pytest.raises(CatalogError, match="must not fall"):
            Quantity(*values, "W", ("GK",), "2026", "estimate")


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_range_is_finite(bad):
    with pytest.raises(CatalogError, match="finite"):
        Quantity(0.0, 1.0, bad, "W", ("GK",), "2026", "estimate")


def test_unknown_kind_names_the_nearest():
    with pytest.raises(CatalogError, match="did you mean 'estimate'"):
        Quantity(0.0, 1.0, 2.0, "W", ("GK",), "2026", "estimated")


@given(st.floats(2.5, 2000.0))
def test_own_value_is_an_assumption_with_its_source(watts):
    own = POET.with_values(**{"module_w.typical": watts}, source="our sample").module_w
    assert (own.typical, own.kind, own.source) == (watts, "assumption", ("our sample",))
    assert (own.low, own.high) == (min(7.0, watts), max(14.0, watts))


def test_own_value_leaves_the_rest_and_the_catalog_alone():
    own = POET.with_values(**{"module_w.typical": 9.5, "els_w": 2.0}, source="our sample")
    assert own.els_w == 2.0
    assert (own.cost_usd, own.host_pj_per_bit) == (POET.cost_usd, POET.host_pj_per_bit)
    assert load().technology("poet_lumilens_npo").module_w.typical == 10.0


def test_own_value_of_a_published_technology_is_no_longer_published():
    bailly = load().technology("cpo_bailly_800")
    assert bailly.is_published
    assert not bailly.with_values(**{"module_w.typical": 4.0}, source="our guess").is_published


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("module_w.typ", 9.5, "did you mean 'module_w.typical'?"),
        ("module_w", 9.5, "did you mean 'module_w."),
        ("name", 1.0, "no value 'name' that a layout can replace"),
        ("module_w.typical", -1.0, "module_w.typical: -1 W is outside 0 to 2000 W"),
        ("module_w.typical", math.nan, "module_w.typical: nan is outside 0 to 2000 W"),
        ("module_w.typical", True, "module_w.typical: True is outside 0 to 2000 W"),
        ("module_w.typical", "nine", "module_w.typical: 'nine' is outside 0 to 2000 W"),
        ("module_w.low", 12.0, "module_w.low: 12 W is above the typical 10 W"),
        ("module_w.high", 8.0, "module_w.high: 8 W is below the typical 10 W"),
        ("els_w", 11.0, "els_w: 11 W is outside 0 to 10 W (module_w.typical)"),
    ],
)
def test_refusal_says_what_to_do(field, value, said):
    with pytest.raises(CatalogError) as error:
        POET.with_values(**{field: value}, source="x")
    assert said in str(error.value)
    assert "poet_lumilens_npo" in str(error.value)


@pytest.mark.parametrize("field", overridable())
def test_every_value_can_be_replaced(field):
    name, _, which = field.partition(".")
    old = getattr(POET, name)
    value = old.at(which) if which else old
    new = getattr(POET.with_values(**{field: value}, source="same"), name)
    assert (new.at(which) if which else new) == value
