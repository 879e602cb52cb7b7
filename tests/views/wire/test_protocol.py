"""Views and scripts say to each other what the protocol names: no more, no less, and in those fields."""

import ast
import inspect
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import NotRequired, get_args, get_origin, get_type_hints

import pytest
from panel.custom import JSComponent

from explorer.looking import Looking
from explorer.session import Session
from explorer.views.exchange import sharing
from explorer.views.exchange.shelf import Shelf
from explorer.views.kit import modules
from explorer.views.kit.component import CanvasView
from explorer.views.shell.page import LAYOUTS, Board
from explorer.views.wire import protocol, typedefs
from explorer.views.wire.protocol import PROTOCOL
from tests.shipped import shipped

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


def faults(view: str, message: dict) -> str:
    """What is wrong with a message to a view's script; '' if nothing is."""
    kind = message["type"]
    named = [each for each in PROTOCOL[view].to_page if kind in types_of([each])]
    if any(each.__required_keys__ <= set(message) <= set(get_type_hints(each)) for each in named):
        return ""
    return f"{view} sends {kind} with {sorted(message)}"


def test_what_is_sent_has_the_fields_that_are_named(monkeypatch):
    """All views of a page, as they are built, asked for, edited and compared."""
    views, sent = [], []
    made = CanvasView.__init__

    def noted(self, *args, **kwargs):
        views.append(self)
        made(self, *args, **kwargs)

    monkeypatch.setattr(CanvasView, "__init__", noted)
    monkeypatch.setattr(CanvasView, "_send_msg", lambda self, data: sent.append((type(self).__name__, data)))
    session = Session(shipped("switch_51t_cpo"))
    board = Board(session, Looking(session), Shelf(LAYOUTS), "switch_51t_cpo")
    for view in views:
        view._on_ready({"type": "ready"})
    tray, part = session.layout.trays[0].id, session.layout.designs[0].parts[0].id
    for chosen in (tray, part, session.layout.links[0].id):
        session.select(chosen)
        for entry in board.tabs.entries:
            entry.show()
    plan = next(view for view in views if type(view).__name__ == "PlanView")
    plan._handle_msg({"type": "add", "add": "load", "seq": 1})
    plan._handle_msg({"type": "drag", "places": {"nothing": {}}, "seq": 2})
    bar = board.bar
    for asked in ("commands", "keys", "copy_link", "download", "share_offer"):
        bar._handle_msg({"type": asked})
    bar._handle_msg({"type": "pin", "index": 0})
    board.looking.is_comparing = True
    board.looking.explained = "rack_kw"
    assert {fault for view, message in sent if (fault := faults(view, message))} == set()
    heard = {(view, message["type"]) for view, message in sent}
    assert len(heard) >= 28, sorted(heard)


def test_another_type_is_found():
    """The searches see what they are for."""
    assert sent_by('self._send_msg({"type": "new", **rest})\nreturn {"type": "other"}') == {"new", "other"}
    assert SAID.findall('this.send({type: "new", x}); courier.post({type: "b"}); this.message("c")') == [
        ("new", ""), ("b", ""), ("", "c"),
    ]  # fmt: skip
    assert types_of([protocol.OfStep]) == {"jump", "pin"}
