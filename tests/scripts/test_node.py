"""The tests that are written in JavaScript, each file in a Node of its own."""

import pytest

from tests.scripts.node import HERE, node


@pytest.mark.parametrize("file", sorted(path.name for path in HERE.glob("*.test.js")))
def test_scripts(file):
    done = node("--test", "--test-reporter=tap", HERE / file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 0" not in done.stdout, "no test was found"
