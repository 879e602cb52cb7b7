"""`python -m explorer`: what it prints and how it ends."""

import json
import os
import subprocess
import sys

import pytest

from explorer import evaluate, read
from explorer.__main__ import COMMANDS, main
from tests.terminal.files import CASE, DSP, ROOT, SWITCH


def test_evaluate_prints_every_total_with_its_unit(told):
    code, out, err = told("evaluate", SWITCH)
    assert (code, err) == (0, "")
    title, *lines = out.splitlines()
    results = evaluate(read(SWITCH))
    assert title == results.layout.title
    for total in results.totals.values():
        (line,) = [line for line in lines if line.strip().startswith(total.label + "  ")]
        shown = 0.05 if total.unit in ("K", "dB") else 1e-4
        number, *unit = line.removeprefix(f"  {total.label}").partition("(")[0].split()
        assert float(number.replace(",", "")) == pytest.approx(total.typical, rel=2e-3, abs=shown)
        assert " ".join(unit) == {"1/yr": "per year"}.get(total.unit, total.unit)


def test_evaluate_takes_several_files(told):
    code, out, _ = told("evaluate", SWITCH, DSP)
    assert code == 0
    titles = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert titles == [read(SWITCH).title, read(DSP).title]


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


def run(*words, cwd=None, **rest):
    """A command as a process of its own."""
    asked = [sys.executable, "-m", "explorer", *map(str, words)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **rest.pop("env", {})}
    return subprocess.run(asked, cwd=cwd, env=env, capture_output=True, check=False, **rest)


def test_every_command_says_what_it_does(capsys):
    for name in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert f"explorer {name}" in capsys.readouterr().out


def test_evaluate_as_json_holds_the_results_under_names_with_units(told):
    code, out, err = told("evaluate", "--json", SWITCH)
    assert (code, err) == (0, "")
    (layout,) = json.loads(out)["layouts"]
    results = evaluate(read(SWITCH))
    assert layout["file"] == str(SWITCH)
    assert layout["totals"]["rack_kw"]["typical"] == pytest.approx(results.totals["rack_kw"].typical)
    assert set(layout["trays"]) == set(results.trays.index)
    assert layout["trays"]["r1.sw1"]["power_w"] == pytest.approx(results.trays.power_w["r1.sw1"])
    assert layout["trays"]["r1.sw1"]["coolant_in_c"] is None  # there is no coolant, and JSON has no NaN
    assert layout["links"]["ports"]["technology"] == read(SWITCH).links[0].technology


def test_layouts_with_nothing_in_them_and_racks_of_one_name_have_json(told, tmp_path):
    empty, twins = tmp_path / "empty.layout.yaml", tmp_path / "twins.layout.yaml"
    empty.write_text("schema: 1\n")
    twins.write_text("schema: 1\nracks:\n- {id: r1, label: Rack}\n- {id: r2, label: Rack}\n")
    code, out, _ = told("evaluate", "--json", empty, twins)
    assert code == 0
    first, second = json.loads(out)["layouts"]
    assert first["trays"] == {}
    assert sum(row["stage"] == "Rack, feed A" for row in second["power"]) == 2


def test_json_names_what_was_refused_and_holds_the_rest(told, tmp_path):
    bad = tmp_path / "bad.layout.yaml"
    bad.write_text("schema: 1\nracks:\n- {id: r1, height_u: 420}\n")
    code, out, err = told("evaluate", "--json", bad, SWITCH)
    assert code == 2
    answer = json.loads(out)
    assert [layout["file"] for layout in answer["layouts"]] == [str(SWITCH)]
    (refused,) = answer["refused"]
    assert (refused["file"], refused["line"], refused["element"], refused["field"]) == (
        str(bad), 3, "r1", "height_u",
    )  # fmt: skip
    assert refused["problem"] in err


@pytest.mark.parametrize("command", ["evaluate", "check", "compare", "convert"])
def test_what_cannot_be_read_is_one_sentence_and_2(told, tmp_path, command):
    latin = tmp_path / "latin.layout.yaml"
    latin.write_bytes("schema: 1\ntitle: Käfig\n".encode("latin-1"))
    rest = {"compare": [SWITCH], "convert": ["-o", "-"]}.get(command, [])
    for path in (latin, tmp_path, tmp_path / "none.layout.yaml", "a\0b"):
        code, out, err = told(command, path, *rest)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert "Traceback" not in err


def test_names_cannot_command_the_terminal(told, tmp_path):
    path = tmp_path / "hostile.layout.yaml"
    path.write_text('schema: 1\ntitle: "\\u001b[2Jgone \\u202eback"\n')
    code, out, err = told("evaluate", path)
    assert code == 0
    assert not {"\x1b", "\u202e"} & set(out + err)
    assert out.startswith("\\x1b[2Jgone \\u202eback\n")


def test_a_reader_that_leaves_is_told_of_and_no_traceback(tmp_path):
    asked = [sys.executable, "-m", "explorer", "evaluate", str(SWITCH)]
    running = subprocess.Popen(
        asked, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    running.stdout.close()
    said = running.stderr.read()
    running.stderr.close()
    assert running.wait() == 2
    assert said == b"the output was closed before all of it was written\n"


def test_a_terminal_without_our_signs_gets_the_rest():
    ended = run("compare", DSP, SWITCH, env={"PYTHONIOENCODING": "ascii"})
    assert ended.returncode == 0, ended.stderr
    assert b"Rack input" in ended.stdout
