"""The JSON that `--json` prints: plain data, with units in the keys, in a form that is only ever extended.

Every answer has its ``format``. Later versions add keys but never remove one or change its meaning; missing
and infinite numbers are ``null``.
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
    """The JSON text of one command's answer."""
    head = {"format": FORMAT, "command": command, "program": program(), "catalog": load().version}
    record = {**head, **rest, "refused": [_refusal(problem) for problem in refused]}
    return json.dumps(_plain(record), indent=1, ensure_ascii=False, allow_nan=False)


def layout(opened: Opened) -> dict:
    """A layout's totals, findings and tables."""
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
    """Totals by key; keys end with the unit."""
    return {key: total._asdict() for key, total in results.totals.items()}


def findings(opened: Opened) -> list[dict]:
    """Findings with the line of their element."""
    return [finding(found, opened) for found in opened.results.findings]


def finding(found: Finding, opened: Opened) -> dict:
    """One finding."""
    return {**found._asdict(), "line": opened.line(found.element)}


def table(frame: pd.DataFrame) -> dict:
    """A table as a dictionary of rows by id."""
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
