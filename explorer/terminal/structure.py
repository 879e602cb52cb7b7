"""What `--json` prints: plain data under names with units, in a form that only grows.

Every answer says ``format``. A key that is there stays there and keeps its meaning; what has no number, or an
endless one, is ``null``.
"""

import json
import math

import pandas as pd

from explorer.analysis import Finding, Results
from explorer.catalog import load
from explorer.errors import ExplorerError
from explorer.report.sheet import program
from explorer.terminal.opening import Opened

FORMAT = 1


def answer(command: str, refused: list[ExplorerError], **rest) -> str:
    """The text of one answer."""
    head = {"format": FORMAT, "command": command, "program": program(), "catalog": load().version}
    record = {**head, **rest, "refused": [_refusal(problem) for problem in refused]}
    return json.dumps(_plain(record), indent=1, ensure_ascii=False, allow_nan=False)


def layout(opened: Opened) -> dict:
    """A layout and everything it comes to."""
    results = opened.results
    return {
        "file": opened.path,
        "title": opened.layout.title,
        "totals": totals(results),
        "findings": findings(opened),
        "trays": table(results.trays),
        "links": table(results.links),
        "power": results.power.reset_index().to_dict(orient="records"),
        "cooling": table(results.cooling),
        "fabric": table(results.fabric),
    }


def totals(results: Results) -> dict:
    """Totals by name; the name ends with the unit."""
    return {key: total._asdict() for key, total in results.totals.items()}


def findings(opened: Opened) -> list[dict]:
    """Findings with the line of their element."""
    return [finding(found, opened) for found in opened.results.findings]


def finding(found: Finding, opened: Opened) -> dict:
    """One finding."""
    return {**found._asdict(), "line": opened.line(found.element)}


def table(frame: pd.DataFrame) -> dict:
    """A table as its rows by id."""
    return frame.to_dict(orient="index")


def _refusal(problem: ExplorerError) -> dict:
    known = {key: getattr(problem, key, None) for key in ("file", "line", "element", "field")}
    return {**known, "problem": getattr(problem, "problem", str(problem))}


def _plain(value):
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):  # numpy's numbers
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
