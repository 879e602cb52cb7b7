"""`compare`: text, markdown and JSON of one set of differences."""

import json
import re

import pytest

from explorer import read, write
from explorer.terminal.markdown import text
from tests.terminal.files import COPPER, DSP, OPTICS, SWITCH


def test_copper_and_cpo_side_by_side(told):
    code, out, err = told("compare", COPPER, OPTICS)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "GB200 NVL72 → GB200 NVL72, NVLink over CPO"
    assert any("technology nvl_cartridge_200 → cpo_nv_quantumx_1600" in line for line in lines)
    assert any("36 engines and 9 laser sources added" in line for line in lines)
    (rack,) = [line.split() for line in lines if line.strip().startswith("Rack input")]
    assert rack[2:] == ["116.9", "119.7", "+2.8", "kW", "+2.4", "%"]
    assert not any("Bandwidth" in line for line in lines)  # it did not change
    assert any(line.split()[:2] == ["18", "x"] for line in lines)
    assert max(map(len, lines)) <= 120
    # a cooler tray with less headroom: another part is nearest its limit
    (switch,) = [line for line in lines if "9 x NVLink switch tray" in line]
    assert switch.endswith("Fan → ELS 5")
    assert [line.split()[-2:] for line in lines if "Links cost" in line] == [["x", "10.2"]]


def test_columns_stand_under_each_other(told):
    _, out, _ = told("compare", DSP, SWITCH)
    block = re.search(r"^Totals.*?(?=\n\n|\Z)", out, re.M | re.S)[0].splitlines()
    ends = {re.search(r"[\d,.]+(?= +[+−])", line).end() for line in block[1:]}
    assert ends == {block[0].index("after") + len("after")}


def test_what_is_equal_is_told_in_one_sentence(told, tmp_path):
    same = tmp_path / "same.layout.yaml"
    write(read(SWITCH), same)
    assert told("compare", SWITCH, same) == (0, f"{read(SWITCH).title}\nThe layouts are equal.\n", "")


def test_a_drag_is_one_line_of_layout(told, tmp_path):
    moved = tmp_path / "moved.layout.yaml"
    write(read(SWITCH).moved("sw.ports_oe01", x_mm=215.0), moved)
    _, out, _ = told("compare", SWITCH, moved)
    layout = out.split("\n\n")[1].splitlines()
    assert layout[0] == "Layout"
    assert len(layout) == 2
    assert layout[1].split()[0] == "moved"
    assert layout[1].endswith("x_mm 210 → 215 mm")


def test_json_is_the_whole_difference(told):
    code, out, _ = told("compare", "--json", DSP, SWITCH)
    assert code == 0
    answer = json.loads(out)
    assert (answer["a"]["file"], answer["b"]["file"]) == (str(DSP), str(SWITCH))
    edit = next(e for e in answer["layout"] if e["field"] == "technology")
    assert (edit["a"], edit["b"]) == ("dsp_800_dr8", "cpo_bailly_800")
    rack = answer["totals"]["rack_kw"]
    assert rack["change"] == pytest.approx(rack["b"] - rack["a"])
    assert answer["trays"]["r1.sw1"]["power_w_change"] < 0
    assert [f["rule"] for f in answer["gone_findings"]] == ["margin"]


def test_markdown_has_tables_of_even_width(told):
    code, out, _ = told("compare", "--markdown", DSP, SWITCH)
    assert code == 0
    assert out.startswith("### ")
    tables = [block.splitlines() for block in out.split("\n\n") if block.startswith("| ")]
    assert len(tables) == 3
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table}) == 1
        assert set(table[1]) <= set("|-: ")


def test_markdown_shows_names_as_they_are():
    assert text("<img src=x> [a](b) `c` @ada #1") == r"&lt;img src=x&gt; \[a\](b) \`c\` \@ada \#1"


def test_both_files_are_looked_at_before_it_gives_up(told, tmp_path):
    code, out, err = told("compare", tmp_path / "a.layout.yaml", tmp_path / "b.layout.yaml")
    assert (code, out) == (2, "")
    assert err.count("no such file") == 2
    code, out, _ = told("compare", "--json", tmp_path / "a.layout.yaml", SWITCH)
    assert code == 2
    assert len(json.loads(out)["refused"]) == 1
