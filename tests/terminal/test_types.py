"""`types`: findings by line, as a table and for programs; the file with fixes."""

import json
from pathlib import Path

import pytest
import yaml

from explorer.files.netbox import read_type
from tests.terminal.files import ROOT

NETBOX = ROOT / "tests/files/netbox"
FILES = sorted(NETBOX.glob("*.y*ml"))
SWITCH = NETBOX / "odd-switch.yaml"


def test_every_finding_is_a_line_with_its_place(told):
    code, out, err = told("types", SWITCH)
    first, *lines = out.splitlines()
    preview = read_type(SWITCH)
    assert (code, err) == (0, "")
    assert first.startswith(f"{SWITCH}: device-type Example Leaf 16: 1 U, 11.11 kg, 900 W, ")
    assert f"{len(preview.notices)} findings" in first
    assert lines == [str(n).replace(n.file, str(SWITCH), 1) for n in preview.notices]


def test_the_table_counts_all_findings(told):
    code, out, _ = told("types", "--table", *FILES)
    by_file, by_sort, last = out.split("\n\n")
    total = sum(len(read_type(path).notices) for path in FILES)
    assert code == 0
    assert [line.split()[0] for line in by_file.splitlines()[1:]] == [path.name for path in FILES]
    assert sum(int(line.split()[2]) for line in by_sort.splitlines()[1:]) == total
    assert last == f"{total} findings in {len(FILES)} files\n"


def test_json_holds_what_would_be_added(told):
    code, out, _ = told("types", "--json", SWITCH, NETBOX / "rack-inches.yaml")
    answer = json.loads(out)
    assert (code, answer["format"], answer["refused"]) == (0, 1, [])
    switch, rack = answer["types"]
    assert (switch["sort"], rack["sort"]) == ("device-type", "rack-type")
    assert switch["unknown"] == {"colour": "black"}
    assert {"severity", "rule", "line", "field", "value", "done", "valid"} <= set(switch["findings"][0])


def test_fixes_are_told_and_sent_back(told, tmp_path):
    out_path = tmp_path / "fixed.yaml"
    words = ("--fix", "power-ports[0].maximum_draw=900", "--fix", "airflow=front-to-rear")
    code, out, err = told("types", SWITCH, *words, "--source", "data sheet, p. 3", "-o", out_path)
    assert (code, err) == (0, "")
    assert out.count("by the user [data sheet, p. 3]") == 2
    fixed = yaml.safe_load(out_path.read_text())
    assert (fixed["power-ports"][0]["maximum_draw"], fixed["airflow"]) == (900, "front-to-rear")
    assert fixed["colour"] == "black"
    code, _, err = told("types", SWITCH, "-o", out_path)
    assert (code, err) == (2, f"{out_path}: is there already; --force replaces it\n")
    assert told("types", SWITCH, "-o", out_path, "--force")[0] == 0
    assert out_path.read_text() == SWITCH.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--fix", "weight=3"), "a source is needed"),
        (("--fix", "weight", "--source", "us"), "FIELD=VALUE is needed"),
        (("--fix", "weight=[", "--source", "us"), "broken YAML"),
        (("--fix", "power-port[0].maximum_draw=3", "--source", "us"), "did you mean 'power-ports'"),
        ((SWITCH, "--fix", "weight=3", "--source", "us"), "those of one file"),
        ((SWITCH, "-o", "x.yaml"), "those of one file"),
    ],
)
def test_a_fix_that_cannot_be_is_one_sentence(told, words, said):
    code, out, err = told("types", SWITCH, *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_what_is_no_type_hides_nothing_of_the_others(told, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("a: &a [x]\nmanufacturer: *a\n")
    code, out, err = told("types", bad, SWITCH, Path("nowhere.yaml"))
    assert code == 2
    assert out.startswith(str(SWITCH))
    assert err.splitlines() == [
        f"{bad}:1: the anchor &a is refused: a NetBox type file writes everything out",
        "nowhere.yaml: there is no such file",
    ]


@pytest.mark.parametrize(("level", "code"), [("never", 0), ("error", 0), ("warning", 1), ("note", 1)])
def test_the_severity_that_fails_is_a_choice(told, level, code):
    assert told("types", SWITCH, "--fail-on", level)[0] == code
