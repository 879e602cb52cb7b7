"""Every field of what is solved says what it is."""

from typing import Any, get_args, get_origin, get_type_hints

import pytest

from explorer.analysis import Results
from explorer.analysis.glance import Glance
from explorer.analysis.heat.solved_board import Board
from explorer.analysis.links.state import LinkState
from explorer.analysis.loop import Loop
from explorer.analysis.power.feed import Feed
from explorer.analysis.states import RackCooling, TrayState

BARE = (Any, object, dict, list, tuple)


def bare(hint) -> bool:
    """Whether a type says less than what is in it."""
    if get_origin(hint) is None:
        return hint in BARE
    return any(bare(inner) for inner in get_args(hint) if inner is not ...)


@pytest.mark.parametrize("record", [Results, Glance, Loop, Feed, LinkState, TrayState, RackCooling])
def test_every_field_of_a_result_is_typed(record):
    hints = get_type_hints(record)
    assert hints
    assert not [name for name, hint in hints.items() if bare(hint)]


def test_of_a_board_only_its_keys_are_open():
    """Keys are compared, and never read by what is in them."""
    untyped = [name for name, hint in get_type_hints(Board).items() if bare(hint)]
    assert untyped == ["key", "air_key"]


def test_a_bare_type_is_noticed():
    assert bare(dict)
    assert bare(dict[str, object])
    assert not bare(dict[str, float] | None)
