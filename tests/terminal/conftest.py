"""What the tests of the terminal ask for."""

import pytest

from explorer import read, write
from explorer.__main__ import main
from tests.terminal.files import SWITCH


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
    path = tmp_path / "broken.layout.yaml"
    write(read(SWITCH).moved("sw.ports_oe01", x_mm=2000.0), path)
    return path, "sw.ports_oe01"
