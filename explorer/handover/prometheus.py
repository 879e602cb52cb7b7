"""Prometheus rules that record the expected value of every optical lane, and alert on deviations.

An exporter is assumed to publish a module's readings under the names in `METRICS`, each with the labels
``device``, ``port`` and, for lanes, ``lane``; device and port have their names in the cable schedule. Other
names can be passed to `write_rules`. Each recording rule gives every lane that has a reading a series with
its expected value, ``explorer:...:expected``; lanes with the same expected value share a term.

The bias of a laser is judged relative to its least value in 30 days, which stands for its current when it was
put into service: more growth than heat explains is wear.
"""

import json
import re
from collections.abc import Mapping

import yaml

from explorer.analysis import Results
from explorer.handover.optics import BER, BIAS, RX, TEMPERATURE, TX, Limits, readings
from explorer.quantities.links import LANE

METRICS = {
    TEMPERATURE: "cmis_module_temperature_celsius",
    BIAS: "cmis_laser_bias_milliamperes",
    TX: "cmis_tx_power_dbm",
    RX: "cmis_rx_power_dbm",
    BER: "cmis_pre_fec_ber",
}

ALERTS = {
    TEMPERATURE: "ModuleTemperature",
    BIAS: "LaserBias",
    TX: "TxPower",
    RX: "RxPower",
    BER: "PreFecBer",
}
"""Beginnings of the names of alerts."""

RATIO = "cmis_laser_bias_over_45_celsius"
"""Name of the recorded metric for a laser's bias."""

METRIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*\Z")
HOLD = {"warning": "10m", "critical": "1m"}
"""How long a value has to be beyond its limit (assumption)."""

BASELINE = "30d"

SIDES = (
    ("low_alarm", "<", "critical", "Low"),
    ("low_warning", "<", "warning", "Low"),
    ("high_warning", ">", "warning", "High"),
    ("high_alarm", ">", "critical", "High"),
)


def rules(results: Results, metrics: Mapping[str, str] = METRICS) -> dict:
    """The rule file as plain data.

    Raises
    ------
    ValueError
        If the name of a metric is not valid in Prometheus.
    """
    for name in metrics.values():
        if not METRIC.match(name):
            raise ValueError(f"{name!r} is not the name of a metric")
    recorded: dict[tuple, dict] = {}
    alerts: dict[tuple, dict] = {}
    for reading in readings(results):
        about = (reading.quantity, reading.link_group, reading.technology)
        expected, *limits = _shown(reading.quantity, reading.limits)
        _add(recorded.setdefault(about, {}), expected, reading)
        for side, limit in zip(SIDES, limits, strict=True):
            if limit is not None:
                if reading.quantity == BIAS:
                    limit = _tidy(f"{float(limit) / float(expected):.2f}")
                _add(alerts.setdefault((*about, side, limit), {}), limit, reading)
    groups: dict[tuple[str, str], list] = {about[1:]: [] for about in recorded}
    for about, found in recorded.items():
        groups[about[1:]].append(_record(about, found, metrics))
    for (*about, side, limit), found in alerts.items():
        groups[tuple(about[1:])].append(_alert(about, side, limit, found, metrics))
    return {
        "groups": [
            {"name": _plain(f"explorer {group} {technology}"), "rules": rows}
            for (group, technology), rows in groups.items()
        ]
    }


def _add(found: dict, value: str, reading) -> None:
    found.setdefault(value, {}).setdefault(reading.device, {})[reading.port] = None


def _shown(quantity: str, limits: Limits) -> tuple[str | None, ...]:
    """Values rounded for rules, so that similar lanes share one; the table of `optics` has more digits."""
    figure = LANE[quantity]
    form = f".{figure.decimals}{'e' if figure.is_scientific else 'f'}"
    return tuple(None if v is None else _tidy(format(v, form)) for v in limits)


def _tidy(written: str) -> str:
    return f"{float(written):.6g}"


def _alike(devices: dict[str, dict[str, None]]) -> dict[tuple[str, ...], list[str]]:
    """Devices grouped by their ports, so that devices with the same ports share a selector."""
    by_ports: dict[tuple[str, ...], list[str]] = {}
    for device, ports in devices.items():
        by_ports.setdefault(tuple(ports), []).append(device)
    return by_ports


def _series(metric: str, devices: dict[str, dict[str, None]]) -> list[str]:
    """Selectors that match exactly these ports of these devices."""
    return [
        f"{metric}{{device=~{_one_of(names)}, port=~{_one_of(ports)}}}"
        for ports, names in _alike(devices).items()
    ]


def _one_of(words) -> str:
    return json.dumps("|".join(map(re.escape, words)), ensure_ascii=False)


def _record(about, found: dict, metrics) -> dict:
    quantity, link_group, technology = about
    terms = [
        f"0 * {series} + {expected}"
        for expected, devices in found.items()
        for series in _series(metrics[quantity], devices)
    ]
    return {
        "record": f"explorer:{RATIO if quantity == BIAS else metrics[quantity]}:expected",
        "expr": _either(terms),
        "labels": {"link_group": _plain(link_group), "technology": technology},
    }


def _alert(about, side, limit: str, found: dict, metrics) -> dict:
    quantity, link_group, technology = about
    field, sign, severity, end = side
    quantity_label = f"{LANE[quantity].label} over its least" if quantity == BIAS else LANE[quantity].label
    unit = LANE[quantity].unit.removesuffix("1")
    terms = []
    for series in _series(metrics[quantity], found[limit]):
        least = f" / min_over_time({series}[{BASELINE}])" if quantity == BIAS else ""
        terms.append(f"{series}{least} {sign} {limit}")
    description = (
        f"more than {limit} times its least in {BASELINE}, which heat alone does not explain"
        if quantity == BIAS
        else f"{field.replace('_', ' ')} of the design: {limit} {unit}".rstrip()
    )
    labels = {
        "severity": severity,
        "link_group": _plain(link_group),
        "technology": technology,
        "limit": limit,
    }
    return {
        "alert": f"{ALERTS[quantity]}{end}",
        "expr": _either(terms),
        "for": HOLD[severity],
        "labels": labels,
        "annotations": {
            "summary": f"{{{{ $labels.device }}}} {{{{ $labels.port }}}}: {quantity_label} {{{{ $value }}}}",
            "description": f"{description} ({_plain(link_group)}, {technology})",
        },
    }


def _either(terms: list[str]) -> str:
    return terms[0] if len(terms) == 1 else "\nor\n".join(f"({term})" for term in terms)


def _plain(text: str) -> str:
    """A user's text in which Prometheus finds no template."""
    return text.replace("{{", "{ {").replace("}}", "} }")


class _Dumper(yaml.SafeDumper):
    """Dumper that indents lists, as is usual in rule files, and writes no aliases."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data):
        return True


def _text(dumper, text: str):
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def write_rules(results: Results, metrics: Mapping[str, str] = METRICS) -> bytes:
    """The rule file as YAML."""
    head = (
        f"# Expected values of the optical lanes of {json.dumps(results.layout.title, ensure_ascii=True)}\n"
    )
    text = yaml.dump(
        rules(results, metrics), Dumper=_Dumper, sort_keys=False, width=10_000, allow_unicode=True
    )
    return (head + text).encode()
