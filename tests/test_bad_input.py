"""What the terminal says to each file that is no layout: one line that tells where to look and what to mend.

`pytest -s tests/test_bad_input.py` prints the lines.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from explorer.__main__ import main
from explorer.errors import FileError
from explorer.files import read

BAD = Path(__file__).parent / "files/bad"


class Said(NamedTuple):
    """What the error of a file has to name."""

    line: int
    element: str | None
    field: str | None
    words: tuple[str, ...]


SAID = {
    "anchor_bomb": Said(2, None, None, ("anchor &a", "refused")),
    "broken_yaml": Said(14, None, None, ("broken YAML", "r1.sw2")),
    "link_to_nowhere": Said(16, "up", "a", ("'swt'", "did you mean 'sw'?")),
    "newer_schema": Said(1, None, "schema", ("schema 7", "reads (1)", "update")),
    "out_of_range": Said(3, "site", "supply_air_c", ("99", "range 5 to 50")),
    "two_trays_in_one_u": Said(14, "r1.sw2", "u", ("U8", "r1.sw1")),
    "unknown_key": Said(7, "sw", "airflw_cfm", ("unknown key", "did you mean 'airflow_cfm'?")),
    "unknown_technology": Said(16, "up", "technology", ("'dsp_800_dr9'", "did you mean 'dsp_800_dr8'?")),
    "unknown_type": Said(11, "sw.cage1", "kind", ("'cgae'", "did you mean 'cage'?")),
}


def refusal(path: Path, capsys) -> str:
    """The one line that `python -m explorer check` answers to a file."""
    assert main(["check", str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    print(line.replace(f"{path.parent}/", ""))
    return line


def test_every_bad_file_has_its_expectation():
    assert {path.name.removesuffix(".layout.yaml") for path in BAD.iterdir()} == set(SAID)


@pytest.mark.parametrize("name", SAID)
def test_a_bad_file_is_one_error_that_names_the_place(name, capsys):
    said, path = SAID[name], BAD / f"{name}.layout.yaml"
    line = refusal(path, capsys)
    assert line.startswith(f"{path}:{said.line}: ")
    assert all(words in line for words in said.words), line
    with pytest.raises(FileError) as caught:
        read(path)
    error = caught.value
    assert (error.file, error.line, error.element, error.field) == (str(path), *said[:3])


def test_a_file_of_more_than_five_megabytes_is_refused(tmp_path, capsys):
    path = tmp_path / "large.layout.yaml"
    path.write_text(
        "schema: 1\nracks:\n" + "".join(f"- {{id: r{i}, note: {'n' * 900}}}\n" for i in range(5600))
    )
    line = refusal(path, capsys)
    assert line.startswith(f"{path}: ")
    assert "too large" in line
    assert "the limit is 5 MB" in line
