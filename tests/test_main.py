"""`python -m explorer`: what it prints and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from explorer import evaluate, read, write
from explorer.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
SWITCH = ROOT / "layouts/switch_51t_cpo.layout.yaml"
CASE = ROOT / "tests/cases/slab_1d.json"


@pytest.fixture
def told(capsys):
    """What a command answers: its exit code, what it printed, and what it said to the error stream."""

    def answer(*words):
        code = main([str(word) for word in words])
        return code, *capsys.readouterr()

    return answer


@pytest.fixture
def broken(tmp_path):
    """A switch whose first engine lies beyond the board, and the id of that engine."""
    layout = read(SWITCH)
    path = tmp_path / "broken.layout.yaml"
    write(layout.moved("sw.ports_oe01", x_mm=2000.0), path)
    return path, "sw.ports_oe01"


def test_evaluate_prints_every_total_with_its_unit(told):
    code, out, err = told("evaluate", SWITCH)
    assert (code, err) == (0, "")
    title, *lines = out.splitlines()
    results = evaluate(read(SWITCH))
    assert title == results.layout.title
    for total in results.totals.values():
        (line,) = [line for line in lines if line.strip().startswith(total.label + "  ")]
        number, *unit = line.removeprefix(f"  {total.label}").partition("(")[0].split()
        assert float(number.replace(",", "")) == pytest.approx(total.typical, rel=2e-3, abs=1e-4)
        assert unit == ([total.unit] if total.unit else [])


def test_evaluate_takes_several_files(told):
    other = SWITCH.with_name("switch_51t_dsp.layout.yaml")
    code, out, _ = told("evaluate", SWITCH, other)
    assert code == 0
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        read(SWITCH).title,
        read(other).title,
    ]


def test_check_says_nothing_of_a_layout_that_breaks_no_rule(told):
    assert told("check", SWITCH) == (0, "", "")


def test_check_names_what_breaks_a_rule_and_ends_with_1(told, broken):
    path, engine = broken
    code, out, err = told("check", SWITCH, path)
    assert (code, err) == (1, "")
    assert any(line.startswith(f"{path}: error: {engine}: ") for line in out.splitlines())


def test_what_breaks_a_rule_is_no_failure_of_evaluate(told, broken):
    code, out, _ = told("evaluate", broken[0])
    assert code == 0
    assert "  error: " in out


def test_a_missing_file_is_refused_with_its_nearest_neighbor(told):
    for command in ("evaluate", "check"):
        code, out, err = told(command, SWITCH.with_name("switch_51t_cpi.layout.yaml"))
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert "no such file; did you mean 'switch_51t_cpo.layout.yaml'?" in err


def test_verify_prints_one_line_a_value_and_how_many_passed(told):
    code, out, _ = told("verify", CASE)
    *lines, last = out.splitlines()
    assert code == 0
    assert lines
    assert all(line.startswith("slab_1d ") and line.endswith(" pass") for line in lines)
    assert last == f"{len(lines)} passed, 0 failed"


def test_verify_ends_with_1_where_a_value_is_off(told, tmp_path):
    case = json.loads(CASE.read_text())
    case["expected"]["layer_max"][0] += 1.0
    spoiled = tmp_path / "spoiled.json"
    spoiled.write_text(json.dumps(case))
    code, out, _ = told("verify", spoiled)
    assert code == 1
    (line,) = [line for line in out.splitlines() if line.endswith("FAIL")]
    assert "layer_max[0]" in line
    assert out.splitlines()[-1].endswith("passed, 1 failed")


def test_verify_of_nothing_is_a_failure(told, tmp_path):
    assert told("verify", tmp_path)[0] == 1
    code, out, _ = told("verify", tmp_path / "nowhere.json")
    assert code == 1
    assert "cannot be read" in out


@pytest.mark.parametrize("words", [[], ["evalute", "x"], ["evaluate"]])
def test_a_command_that_is_none_ends_with_2_and_says_how_to_ask(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: python -m explorer" in capsys.readouterr().err


def test_the_module_is_a_command_from_any_folder(tmp_path):
    """The page's script of the same name must not get in the way, nor Panel be loaded for a number."""
    asked = [sys.executable, "-X", "importtime", "-m", "explorer", "evaluate", "nowhere.layout.yaml"]
    ended = subprocess.run(
        asked,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "nowhere.layout.yaml: " in ended.stderr
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines() if "|" in line}
    assert "explorer.files" in loaded
    assert "panel" not in loaded
