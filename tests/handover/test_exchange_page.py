"""``docs/exchange.md`` shows what the program writes, and names every format."""

import re
from pathlib import Path

import pytest

from explorer.files.netbox import read_type
from explorer.handover import FORMATS, handed_over

PAGE = (Path(__file__).resolve().parents[2] / "docs/exchange.md").read_text(encoding="utf-8")
SAMPLE = re.compile(r"<!-- ([a-z0-9-]+) -->\n```\n(.*?)```", re.DOTALL)
SHARED = Path("/work/shared/devicetypes")


@pytest.mark.parametrize(("name", "sample"), SAMPLE.findall(PAGE))
def test_samples_are_lines_of_the_format(nvl72, name, sample):
    lines = handed_over(nvl72, name).decode("utf-8-sig").splitlines()
    assert set(sample.splitlines()) <= set(lines)


def test_every_format_is_named():
    assert len(SAMPLE.findall(PAGE)) >= 6
    assert {name for name in FORMATS if f"`{name}`" not in PAGE} == set()


@pytest.mark.skipif(not SHARED.exists(), reason="the real files are not here")
def test_the_findings_are_counted_as_they_are():
    counted: dict[str, int] = {}
    for path in sorted(SHARED.glob("*.y*ml")):
        for rule, n in read_type(path).counts.items():
            counted[rule] = counted.get(rule, 0) + n
    shown = {}
    for rules, n in re.findall(r"^\| (`[^|]*) \| (?:warning|note) \| (\d+)", PAGE, re.MULTILINE):
        shown |= dict.fromkeys(re.findall(r"`(\w+)`", rules), int(n))
    assert shown == counted
    assert f"{sum(counted.values())} in all" in PAGE
