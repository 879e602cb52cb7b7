"""Views and scripts say to each other what the protocol names: no more, no less, and in those fields."""

import ast
import inspect
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Literal, NotRequired, get_args, get_origin, get_type_hints

import pytest
from panel.custom import JSComponent

from explorer.views.exchange import sharing
from explorer.views.kit import modules
from explorer.views.kit.component import CanvasView
from explorer.views.wire import protocol, typedefs
from explorer.views.wire.protocol import PROTOCOL

SAID = re.compile(r'\b(?:send_msg|send|choose|post|finish)\(\{type: "(\w+)"|this\.message\("(\w+)"\)')
EITHER = re.compile(r'\bsend\(\{type: \w+(?:\.\w+)* \? "(\w+)" : "(\w+)"')


def of_module(path: Path):
    return import_module(".".join(path.relative_to(modules.VIEWS.parents[1]).with_suffix("").parts))


def views() -> dict[str, type]:
    """Every view with a script, by the name of its class."""
    found = {}
    for script in modules.entry_scripts():
        module = of_module(script.with_suffix(".py"))
        for name, each in inspect.getmembers(module, inspect.isclass):
            if issubclass(each, CanvasView) and each._entry == script and each.__module__ == module.__name__:
                found[name] = each
    return found


VIEWS = views()


def types_of(messages) -> set[str]:
    """Types of some messages of the protocol."""
    found = set()
    for message in messages:
        said = get_type_hints(message, include_extras=True)["type"]
        said = get_args(said)[0] if get_origin(said) is NotRequired else said
        found |= set(get_args(said))
    return found


def sent_by(source: str) -> set[str]:
    """Types of the messages that are written out in some Python."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            found |= {v.value for k, v in pairs if isinstance(k, ast.Constant) and k.value == "type"}
    return found


def test_every_view_with_a_script_is_in_it():
    assert set(VIEWS) == set(PROTOCOL)


@pytest.mark.parametrize("view", PROTOCOL)
def test_a_view_sends_what_is_named(view):
    sources = {
        sys.modules[each.__module__]
        for each in VIEWS[view].__mro__
        if each.__module__.startswith("explorer.views")
    }
    assert set().union(*(sent_by(inspect.getsource(each)) for each in sources)) == types_of(
        PROTOCOL[view].to_page
    )


def test_what_is_shared_is_named():
    shared = get_type_hints(protocol.Shared)["message"]
    assert sent_by(inspect.getsource(sharing)) == types_of(get_args(shared))


@pytest.mark.parametrize("view", PROTOCOL)
def test_a_view_answers_what_is_named(view):
    mine = set(dir(VIEWS[view])) - set(dir(JSComponent))
    answers = {name.removeprefix("_on_") for name in mine if name.startswith("_on_")}
    assert answers == types_of(PROTOCOL[view].to_server)


@pytest.mark.parametrize("view", PROTOCOL)
def test_a_script_says_what_is_named(view):
    said = set()
    for script in modules.followed(VIEWS[view]._entry):
        text = script.read_text(encoding="utf-8")
        said |= {each for found in SAID.findall(text) + EITHER.findall(text) for each in found if each}
    assert said == types_of(PROTOCOL[view].to_server)


@pytest.mark.parametrize("view", PROTOCOL)
def test_a_script_hears_what_is_named(view):
    """By a method of the message's name, or by a comparison; what only says that it was heard may pass."""
    texts = [script.read_text(encoding="utf-8") for script in modules.followed(VIEWS[view]._entry)]
    for kind in types_of(PROTOCOL[view].to_page) - {"heard", "ack"}:
        heard = re.compile(rf'^  (async )?(take_)?{kind}\(|message\.type [!=]== "{kind}"', re.MULTILINE)
        assert any(heard.search(text) for text in texts), kind


def test_the_scripts_have_the_protocol_as_it_is():
    assert typedefs.FILE.read_text(encoding="utf-8") == typedefs.typedefs(), (
        "python -m explorer.views.wire.typedefs"
    )


def test_another_type_is_found():
    """The searches see what they are for."""
    assert sent_by('self._send_msg({"type": "new", **rest})\nreturn {"type": "other"}') == {"new", "other"}
    assert SAID.findall('this.send({type: "new", x}); courier.post({type: "b"}); this.message("c")') == [
        ("new", ""), ("b", ""), ("", "c"),
    ]  # fmt: skip
    assert types_of([protocol.OfStep]) == {"jump", "pin"}
    assert Literal["x"] != Literal["y"]
