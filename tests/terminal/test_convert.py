"""`convert`: the canonical form, in place or elsewhere, and what it refuses to replace."""

import pytest

from explorer import read
from explorer.files import dump
from explorer.terminal import formats
from explorer.terminal.formats import READERS, WRITERS, Writer, named
from tests.terminal.files import SWITCH
from tests.terminal.test_main import run


@pytest.fixture
def loose(tmp_path):
    """A layout as somebody might type it."""
    path = tmp_path / "loose.layout.yaml"
    path.write_text("schema: 1\ntitle: 'One rack'\n\nracks:\n  - id: r1\n    height_u: 48.0 # U\n")
    return path


def test_the_output_is_canonical(told, loose, tmp_path):
    out = tmp_path / "out.layout.yaml"
    assert told("convert", loose, "-o", out) == (0, "", "")
    assert out.read_text() == dump(read(loose))
    assert "- {id: r1}\n" in out.read_text()


def test_in_place_takes_several_files_and_touches_none_that_is_canonical(told, loose, tmp_path):
    good = tmp_path / "good.layout.yaml"
    good.write_text(SWITCH.read_text())
    before = good.stat()
    assert told("convert", "--in-place", loose, good) == (0, "", "")
    assert loose.read_text() == dump(read(loose))
    assert (good.stat().st_ino, good.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_is_replaced_only_when_told(told, loose, tmp_path):
    out = tmp_path / "out.layout.yaml"
    out.write_text("mine")
    code, said, err = told("convert", loose, "-o", out)
    assert (code, said, out.read_text()) == (2, "", "mine")
    assert "--force replaces it" in err
    assert told("convert", "--force", loose, "-o", out)[0] == 0
    assert read(out) == read(loose)


def test_a_dash_is_the_terminal(loose):
    ended = run("convert", loose, "-o", "-")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout == dump(read(loose)).encode()


def test_what_cannot_be_read_stays_as_it_is_and_hides_no_other(told, loose, tmp_path):
    bad = tmp_path / "bad.layout.yaml"
    bad.write_text("schema: 1\nracks: [{id: r1, height_u: 420}]\n")
    code, _, err = told("convert", "--in-place", bad, loose)
    assert code == 2
    assert f"{bad}:2: r1, height_u: " in err
    assert bad.read_text().endswith("420}]\n")
    assert loose.read_text() == dump(read(loose))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "layuot", "-o", "out.yaml"], "did you mean 'layout'?"),
        (["-o", "out.doc"], "names that end with '.doc'"),
        (["--in-place", "--to", "layout"], "another format needs -o OUT"),
    ],
)
def test_a_format_that_is_none_is_refused_with_those_that_are(told, loose, words, said):
    code, out, err = told("convert", loose, *words)
    assert (code, out) == (2, "")
    assert said in err


def test_two_files_do_not_fit_one_output(told, loose):
    assert told("convert", loose, SWITCH, "-o", "-")[0] == 2


def test_a_format_of_another_program_is_one_more_entry(told, loose, tmp_path, monkeypatch):
    ids = Writer((".ids.txt",), "ids", lambda layout: "\n".join(e.id for e in layout.elements()).encode())
    monkeypatch.setattr("explorer.terminal.convert.WRITERS", {**WRITERS, "ids": ids})
    out = tmp_path / "out.ids.txt"
    assert told("convert", loose, "-o", out)[0] == 0
    assert out.read_text() == "site\nr1"
    assert named(READERS, "A.LAYOUT.YAML", None) is formats.READERS["layout"]
