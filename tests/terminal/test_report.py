"""`report`: the review sheet from a terminal."""

import pytest

from tests.terminal.files import DSP, SWITCH


@pytest.mark.parametrize(
    ("name", "begins"), [("s.html", b"<!doctype html>"), ("s.pdf", b"%PDF-"), ("s.SVG", b"<svg")]
)
def test_the_name_chooses_the_form(told, tmp_path, name, begins):
    if not name.endswith("html"):
        pytest.importorskip("typst")
    out = tmp_path / name
    assert told("report", SWITCH, "--against", DSP, "-o", out) == (0, "", "")
    assert out.read_bytes().startswith(begins)


def test_the_sheet_names_both_layouts_and_its_date(told, tmp_path):
    out = tmp_path / "sheet.html"
    told("report", SWITCH, "--against", DSP, "-o", out, "--date", "2026-11-26")
    text = out.read_text()
    assert "2026-11-26" in text
    assert "Against " in text
    assert SWITCH.name in text


def test_what_cannot_be_is_refused_and_leaves_the_old_sheet(told, tmp_path):
    out = tmp_path / "sheet.html"
    out.write_text("old")
    for words in ([tmp_path / "none.layout.yaml"], [SWITCH, "--against", tmp_path]):
        code, said, err = told("report", *words, "-o", out)
        assert (code, said, out.read_text()) == (2, "", "old")
        assert err.count("\n") == 1
    code, _, err = told("report", SWITCH, "-o", tmp_path / "sheet.docx")
    assert code == 2
    assert "ends with .html, .pdf, .svg" in err
    assert told("report", SWITCH, "-o", tmp_path / "nowhere" / "sheet.html")[0] == 2
