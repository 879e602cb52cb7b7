"""Files made to hurt are refused at the price of their own bytes, and spoiled ones never surprise."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import FileError
from explorer.files import parse, read
from explorer.files.yaml_tree import MAX_NODES
from explorer.model import Layout
from tests.files.layouts import GOOD

BOMB = "schema: 1\nx_a: &a [z, z, z, z, z, z, z, z, z]\n" + "".join(
    f"x_{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def peak_bytes(text: str, saying: str) -> int:
    """The most memory that refusing a text takes."""
    tracemalloc.start()
    try:
        with pytest.raises(FileError, match=saying):
            parse(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_an_anchor_bomb_is_refused_before_it_unfolds():
    assert peak_bytes(BOMB, "anchor &a") < 1_000_000


def test_brackets_without_end_are_refused_at_the_limit_of_depth():
    assert peak_bytes("x_a: " + "[" * 100_000, "more than 6 deep") < 5_000_000


def test_values_without_end_are_refused_at_the_limit_of_number():
    assert peak_bytes("x_a: [" + "1," * (MAX_NODES + 5), "are too many") < 50_000_000


def test_more_than_five_megabytes_are_refused_unread(tmp_path):
    path = tmp_path / "large.layout.yaml"
    with open(path, "wb") as file:
        file.truncate(10**12)
    with pytest.raises(FileError, match=r"1000000\.0 MB are too large .* the limit is 5 MB"):
        read(path)
    assert peak_bytes("a" * 5_000_001, "too large") < 1_000_000
    assert peak_bytes("ä" * 2_600_000, "too large") < 20_000_000


def test_a_thousand_references_to_nowhere_do_not_search_for_hours():
    ids = "".join(f"- {{id: rack_number_{i:05d}}}\n" for i in range(4000))
    trays = "".join(f"- {{id: t{i}, rack: rack_number_x{i}, design: d}}\n" for i in range(4000))
    with pytest.raises(FileError, match=r"did you mean 'rack_number_.*3999 more faults"):
        parse(f"schema: 1\nracks:\n{ids}designs:\n- {{id: d}}\ntrays:\n{trays}")


def test_a_word_as_long_as_the_file_is_shortened_in_the_message():
    with pytest.raises(FileError) as caught:
        parse(GOOD.replace("kind: management", "kind: " + "m" * 1_000_000))
    assert len(str(caught.value)) < 700


def layout_or_file_error(make) -> None:
    try:
        made = make()
    except FileError as error:
        made = error
    assert isinstance(made, Layout) or (made.problem and "\n" not in str(made))


GOOD_BYTES = GOOD.encode()
PLACES = st.integers(0, len(GOOD_BYTES) - 1)
# fmt: off
PIECES = st.binary(max_size=4) | st.sampled_from([
    b"{", b"}", b"[", b": ", b"- ", b"\n", b"&a ", b"*a", b"!x ", b"'", b'"', b"#", b"null", b"1e9", b"x_",
    b"\xff", b"...", b"<<", b", ",
])
# fmt: on


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(PLACES, st.integers(0, 12), PIECES), min_size=1, max_size=4))
def test_spoiled_bytes_give_a_layout_or_a_file_error(tmp_path_factory, edits):
    raw = GOOD_BYTES
    for place, length, piece in edits:
        raw = raw[:place] + piece + raw[place + length :]
    path = tmp_path_factory.mktemp("spoiled") / "a.layout.yaml"
    path.write_bytes(raw)
    layout_or_file_error(lambda: read(path))


LINES = GOOD.splitlines(keepends=True)
VALUES = st.sampled_from(
    ["null", "true", "[]", "{}", "-1", "1e300", '""', "[{a: b}]", "r1", "sw", "sw.asic", "site"]
)


@settings(max_examples=400, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, len(LINES) - 1), VALUES)
def test_exchanged_values_and_lines_give_a_layout_or_a_file_error(random, number, value):
    lines = LINES.copy()
    head, colon, _ = lines[number].partition(random.choice([": ", ", ", "{"]))
    lines[number] = random.choice([f"{head}{colon}{value}}}\n", f"{head}{colon}{value}\n", "", lines[-1]])
    layout_or_file_error(lambda: parse("".join(lines)))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_gives_a_layout_or_a_file_error(text):
    layout_or_file_error(lambda: parse("schema: 1\n" + text))
