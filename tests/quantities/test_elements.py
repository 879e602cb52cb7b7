"""Every number that an element declares has a unit or is known to have none, and no form has a name twice."""

import param
import pytest

from explorer.model import PART_KINDS, LinkGroup, Override, Rack, Site, Tray, TrayDesign
from explorer.quantities.elements import DECLARED, declared
from explorer.quantities.links import PRICED, TECHNOLOGY

ABBREVIATIONS = ("ac", "awg", "cdu", "fit", "pcb", "pue", "u")
KINDS = [*PART_KINDS.values(), LinkGroup, Override, Rack, Site, Tray, TrayDesign]


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_has_a_unit_or_is_declared_without(kind):
    """A suffix that no table of units has, as kg once, would leave a number bare."""
    for name in kind.fields():
        is_number = isinstance(kind.param[name], param.Number)
        is_count = name.startswith("n_") and isinstance(kind.param[name], param.Integer)
        if is_number and not is_count:
            assert declared(name).unit or name in DECLARED, name


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_values_of_an_element_are_called_alike(kind):
    labels = [declared(name).label for name in kind.fields()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_words(kind):
    for name in kind.fields():
        label = declared(name).label
        assert label[:1].isupper()
        assert "_" not in label
        assert all(word.isupper() for word in label.split() if word.lower() in ABBREVIATIONS)


def test_what_a_layout_may_replace_has_a_unit():
    assert all(figure.unit for figure in TECHNOLOGY.values())
    assert set(PRICED) < set(TECHNOLOGY)
