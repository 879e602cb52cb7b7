"""`check`: what it prints, and the exit code that a CI goes by."""

import json
import subprocess

import pytest

from explorer import read, write
from tests.terminal.files import DSP, SWITCH
from tests.terminal.test_main import run


def test_nothing_is_said_of_a_layout_that_breaks_no_rule(told):
    assert told("check", SWITCH) == (0, "", "")


def test_what_breaks_a_rule_is_named_with_its_line_and_ends_with_1(told, broken):
    path, engine = broken
    code, out, err = told("check", SWITCH, path)
    assert (code, err) == (1, "")
    line = 1 + path.read_text().splitlines().index(
        *(t for t in path.read_text().splitlines() if f"id: {engine}," in t)
    )
    assert any(said.startswith(f"{path}:{line}: error: {engine}: ") for said in out.splitlines())


@pytest.mark.parametrize(
    ("least", "code"), [("never", 0), ("error", 0), ("warning", 1), ("note", 1), (None, 0)]
)
def test_the_severity_that_fails_is_chosen(told, least, code):
    """The DSP switch has one warning, little margin, and no error."""
    words = ["--fail-on", least] if least else []
    ended, out, _ = told("check", DSP, *words)
    assert ended == code
    assert ": warning: ports: " in out


def test_an_error_fails_whatever_milder_severity_is_asked_for(told, broken):
    for least, code in (("never", 0), ("error", 1), ("warning", 1), ("note", 1)):
        assert told("check", broken[0], "--fail-on", least)[0] == code


def test_a_file_that_cannot_be_read_hides_no_other(told, broken, tmp_path):
    code, out, err = told("check", tmp_path / "none.layout.yaml", broken[0])
    assert code == 2
    assert "no such file" in err
    assert f": error: {broken[1]}: " in out


def test_json_holds_findings_with_file_and_line(told, broken):
    code, out, _ = told("check", "--json", SWITCH, broken[0])
    assert code == 1
    answer = json.loads(out)
    good, bad = answer["layouts"]
    assert (answer["format"], answer["refused"], good["findings"]) == (1, [], [])
    found = next(f for f in bad["findings"] if f["rule"] == "part_on_board")
    assert (bad["file"], found["element"], found["severity"]) == (str(broken[0]), broken[1], "error")
    assert f"id: {broken[1]}," in broken[0].read_text().splitlines()[found["line"] - 1]


def test_a_layout_in_a_revision_is_checked_as_it_was(tmp_path, broken, told, monkeypatch):
    def git(*words):
        named = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        subprocess.run(["git", *named, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    git("add", broken[0].name)
    git("commit", "-qm", "broken")
    write(read(SWITCH), broken[0])
    (tmp_path / "below").mkdir()
    for place in (tmp_path, tmp_path / "below"):
        monkeypatch.chdir(place)
        assert told("check", broken[0]) == (0, "", "")
        code, out, _ = told("check", f"HEAD:{broken[0].name}")
        assert code == 1
        assert out.startswith(f"HEAD:{broken[0].name}:")
    for nothing in ("HEAD:none.layout.yaml", "HAED:x.layout.yaml", "--output=x:y"):
        code, out, err = told("check", "--", nothing)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1


def test_a_process_ends_with_the_code(broken):
    assert run("check", broken[0]).returncode == 1
    assert run("check", "--fail-on", "never", broken[0]).returncode == 0
    assert run("check", "nowhere.layout.yaml").returncode == 2
