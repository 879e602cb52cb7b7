"""`REVISION:FILE` takes whatever git holds, and whatever is asked of git, in one sentence."""

import subprocess

import pytest

from tests.files import wounds
from tests.files.layouts import GOOD


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository that is stood in, and a way to commit bytes as one file after the other."""
    monkeypatch.chdir(tmp_path)

    def git(*words):
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false")
        subprocess.run(["git", *who, *words], check=True, capture_output=True)

    git("init", "-q")

    def committed(**files: bytes):
        for name, raw in files.items():
            (tmp_path / f"{name}.layout.yaml").write_bytes(raw)
        git("add", "-A")
        git("commit", "-qm", "as it is")
        for name in files:
            (tmp_path / f"{name}.layout.yaml").unlink()

    return committed


def test_spoiled_files_of_a_revision_are_one_sentence_each(repository, told):
    cases = [*wounds.encodings(GOOD), *wounds.cuts(GOOD, 12), *wounds.bombs("schema: 1\n")]
    repository(**{f"f{i}": raw for i, (_, raw) in enumerate(cases)})
    refused = 0
    for i, (what, _) in enumerate(cases):
        code, out, err = told("check", f"HEAD:f{i}.layout.yaml", "--fail-on", "never")
        assert code in (0, 2), what
        assert "Traceback" not in out + err, what
        assert err.count("\n") == (1 if code else 0), what
        assert err.startswith(f"HEAD:f{i}.layout.yaml") or not err, what
        refused += code == 2
    assert 30 < refused < len(cases)


@pytest.mark.parametrize(
    "asked",
    [
        "HEAD:../a.layout.yaml",
        "HEAD:/etc/passwd",
        "HEAD:a.layout.yaml/../../x",
        "HEAD:",
        ":a.layout.yaml",
        "--output=x:a.layout.yaml",
        "nowhere:a.layout.yaml",
        "HEAD:.",
        "HEAD:a\nb.layout.yaml",
        "HEAD^{tree}:b",
        "HEAD:$(touch x).layout.yaml",
        "HEAD:" + "a" * 5000,
    ],
)
def test_paths_that_would_lead_astray_are_one_sentence(repository, told, tmp_path, asked):
    repository(a=GOOD.encode())
    before = sorted(path.name for path in tmp_path.iterdir())
    # an option is the parser's; behind -- it is a file's name like any other
    code, out, err = told("compare", "--", asked, "HEAD:a.layout.yaml")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert len(err) < 1000
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_large_file_of_a_revision_is_refused_by_its_size(repository, told):
    repository(a=b"#" * 5_000_001, b=GOOD.encode())
    code, out, err = told("check", "HEAD:a.layout.yaml")
    assert (code, out) == (2, "")
    assert err == "HEAD:a.layout.yaml: 5.0 MB are too large for a layout, the limit is 5 MB\n"


def test_a_file_compared_with_its_own_past(repository, told, tmp_path):
    repository(a=GOOD.encode())
    (tmp_path / "a.layout.yaml").write_bytes(GOOD.encode().replace(b"\n", b"\r\n"))
    code, out, err = told("compare", "HEAD:a.layout.yaml", "a.layout.yaml")
    assert (code, err) == (0, "")
    assert "The layouts are equal." in out
