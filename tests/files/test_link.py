"""A layout in an address: whole and back, and hostile links refused with one sentence."""

import hashlib
import zlib
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import ExplorerError, FileError
from explorer.files import dump, parse, read
from explorer.files.link import LONGEST, packed, unpacked
from explorer.files.yaml_tree import MAX_BYTES
from explorer.model import Layout, Rack

NOISE = [hashlib.sha512(str(i).encode()).hexdigest() for i in range(600)]
LAYOUTS = sorted(Path("layouts").glob("*.layout.yaml"))


def word_of(raw: bytes) -> str:
    return urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.name)
def test_every_shipped_layout_travels_whole_in_5000_characters(path):
    layout = read(path)
    word = packed(layout)
    assert len(word) <= 5000
    assert unpacked(word) == layout
    assert dump(unpacked(word)) == dump(layout)


@given(st.text(max_size=60).filter(lambda text: text.isprintable()))
@settings(max_examples=60, deadline=None)
def test_any_title_comes_back(title):
    layout = Layout(title=title, racks=[Rack(id="r1")])
    assert unpacked(packed(layout)) == parse(dump(layout))


def test_a_layout_that_is_too_large_says_what_to_do_instead():
    layout = Layout(title="large", racks=[Rack(id=f"r{i}", note=note) for i, note in enumerate(NOISE)])
    with pytest.raises(FileError, match="limit is 32,000; send the layout file instead"):
        packed(layout)


HOSTILE = {
    "nothing": ("", "characters that no link has"),
    "html": ("<script>alert(1)</script>", "characters that no link has"),
    "percent": ("%00%ff", "characters that no link has"),
    "noise": ("abcdefgh", "broken or cut off"),
    "odd": ("abcde", "broken or cut off"),
    "long": ("A" * (LONGEST + 1), "limit is 32,000"),
    "cut": (word_of(b"schema: 1\nracks:\n- {id: r1}\n" * 1)[:-8], "broken or cut off"),
    "more behind": (
        urlsafe_b64encode(zlib.compress(b"schema: 1\n") + b"more").decode().rstrip("="),
        "broken or cut off",
    ),
    "bomb": (word_of(b"a" * (4 * MAX_BYTES)), "unfolds into more than 5 MB"),
    "not UTF-8": (word_of(b"schema: 1\ntitle: \xff\n"), "0xff is not UTF-8"),
    "no layout": (word_of(b"[1, 2]"), "a layout begins with schema: 1"),
    "anchors": (word_of(b"schema: 1\na: &a [x]\nb: [*a, *a]\n"), "anchor &a"),
    "unknown key": (word_of(b"schema: 1\nrakcs: []\n"), "did you mean 'racks'?"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_link_is_refused_with_one_sentence(name):
    word, said = HOSTILE[name]
    with pytest.raises(FileError) as refused:
        unpacked(word)
    assert said in str(refused.value)
    assert str(refused.value).startswith("the link")
    assert len(str(refused.value)) < 300


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", max_size=400))
@settings(max_examples=300, deadline=None)
def test_noise_is_never_more_than_refused(word):
    with pytest.raises(ExplorerError):
        unpacked(word)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_link_with_one_letter_changed_is_refused_or_a_layout(data):
    word = packed(Layout(title="Rack", racks=[Rack(id="r1")]))
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("AZaz09-_"))
    try:
        found = unpacked(word[:at] + letter + word[at + 1 :])
    except FileError as refused:
        found = str(refused)
    assert isinstance(found, Layout) or found.startswith("the link")
