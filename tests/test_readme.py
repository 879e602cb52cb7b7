"""The README's own program does what the README says."""

import re
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_program_prints_what_stands_beside_it(capsys, monkeypatch):
    monkeypatch.chdir(README.parent)
    program = re.search(r"```python\n(.*?)```", README.read_text(), re.S)[1]
    exec(compile(program, str(README), "exec"), {})
    assert capsys.readouterr().out.splitlines() == re.findall(r"^# (.* dB)$", program, re.M)
