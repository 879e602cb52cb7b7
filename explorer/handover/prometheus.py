"""Prometheus rules: what the design expects of every optical lane, recorded, and alerts where it is not so.

A module's readings are taken to come from an exporter as `METRICS` names them, each with the labels
``device``, ``port`` and, for lanes, ``lane``; device and port are called as in the cable schedule. Other
names are given to `write_rules`. Each recording rule gives every lane that is read a series of its own
with the value expected of it, ``explorer:...:expected``; lanes of which the same is expected share a rule.

The bias of a laser is judged over its own least of 30 days, which stands for the current that it was put
into service with: more growth than heat explains is wear.
"""

import json
import re
from collections.abc import Mapping

import yaml

from explorer.analysis import Results
from explorer.handover.optics import BER, BIAS, RX, TEMPERATURE, TX, Limits, readings

METRICS = {
    TEMPERATURE: "cmis_module_temperature_celsius",
    BIAS: "cmis_laser_bias_milliamperes",
    TX: "cmis_tx_power_dbm",
    RX: "cmis_rx_power_dbm",
    BER: "cmis_pre_fec_ber",
}

WORDS = {
    TEMPERATURE: ("ModuleTemperature", "module temperature", "C"),
    BIAS: ("LaserBias", "laser bias", "times its least"),
    TX: ("TxPower", "Tx power", "dBm"),
    RX: ("RxPower", "Rx power", "dBm"),
    BER: ("PreFecBer", "pre-FEC BER", ""),
}

DIGITS = {TEMPERATURE: "{:.0f}", BIAS: "{:.3f}", TX: "{:.1f}", RX: "{:.1f}", BER: "{:.1e}"}
"""How finely the values of rules are told apart; the table has them finer."""

METRIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*\Z")
HOLD = {"warning": "10m", "critical": "1m"}
"""How long a value has to be wrong (assumption)."""

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
        If a metric's name is none that Prometheus takes.
    """
    for name in metrics.values():
        if not METRIC.match(name):
            raise ValueError(f"{name!r} is not the name of a metric")
    recorded, alerts = {}, {}
    for reading in readings(results):
        key = (
            reading.quantity,
            reading.link_group,
            reading.technology,
            _shown(reading.quantity, reading.limits),
        )
        found = recorded.setdefault(key, {})
        found.setdefault(reading.device, {})[reading.port] = None
    groups: dict[tuple[str, str], list] = {}
    for (quantity, link_group, technology, shown), devices in recorded.items():
        for ports, names in _alike(devices).items():
            series = _series(metrics[quantity], names, ports)
            rows = groups.setdefault((link_group, technology), [])
            rows.append(
                {
                    "record": f"explorer:{metrics[quantity]}:expected",
                    "expr": f"0 * {series} + {shown[0]}",
                    "labels": {"link_group": _plain(link_group), "technology": technology},
                }
            )
            for (field, sign, severity, side), limit in zip(SIDES, shown[1:], strict=True):
                if limit is not None:
                    at = (quantity, field, sign, severity, side, link_group, technology, limit, shown[0])
                    alerts.setdefault(at, {}).setdefault(ports, {}).update(dict.fromkeys(names))
    for at, where in alerts.items():
        rows = groups[at[5], at[6]]
        rows += [_alert(at, list(names), ports, metrics) for ports, names in where.items()]
    return {
        "groups": [
            {"name": _plain(f"explorer {group} {technology}"), "rules": rows}
            for (group, technology), rows in groups.items()
        ]
    }


def _shown(quantity: str, limits: Limits) -> tuple[str | None, ...]:
    return tuple(None if v is None else _tidy(DIGITS[quantity].format(v)) for v in limits)


def _tidy(written: str) -> str:
    return f"{float(written):.6g}"


def _alike(devices: dict[str, dict[str, None]]) -> dict[tuple[str, ...], list[str]]:
    """Devices by the ports of which they expect the same."""
    by_ports: dict[tuple[str, ...], list[str]] = {}
    for device, ports in devices.items():
        by_ports.setdefault(tuple(ports), []).append(device)
    return by_ports


def _series(metric: str, devices, ports) -> str:
    return f"{metric}{{device=~{_one_of(devices)}, port=~{_one_of(ports)}}}"


def _one_of(words) -> str:
    return json.dumps("|".join(map(re.escape, words)), ensure_ascii=False)


def _alert(at, devices, ports, metrics) -> dict:
    quantity, field, sign, severity, side, link_group, technology, limit, expected = at
    name, said, unit = WORDS[quantity]
    series = _series(metrics[quantity], devices, ports)
    if quantity == BIAS:
        limit = _tidy(f"{float(limit) / float(expected):.4f}")
        expr = f"{series} / min_over_time({series}[{BASELINE}]) {sign} {limit}"
        told = f"wear, not heat: {limit} {unit} is what heat alone explains"
    else:
        expr = f"{series} {sign} {limit}"
        told = f"{field.replace('_', ' ')} {limit} {unit}, the design expected {expected} {unit}".replace(
            "  ", " "
        )
    return {
        "alert": f"{name}{side}",
        "expr": expr,
        "for": HOLD[severity],
        "labels": {"severity": severity, "link_group": _plain(link_group), "technology": technology},
        "annotations": {
            "summary": f"{{{{ $labels.device }}}} {{{{ $labels.port }}}}: {said} {{{{ $value }}}}".rstrip(),
            "description": f"{told.rstrip()} ({_plain(link_group)}, {technology})",
        },
    }


def _plain(text: str) -> str:
    """User text without what Prometheus would take for a template."""
    return text.replace("{{", "{ {").replace("}}", "} }")


class _Dumper(yaml.SafeDumper):
    """Lists indented, as rule files are written, and nothing aliased."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data):
        return True


def write_rules(results: Results, metrics: Mapping[str, str] = METRICS) -> bytes:
    """The rule file as YAML."""
    head = (
        f"# Expected values of the optical lanes of {json.dumps(results.layout.title, ensure_ascii=True)}\n"
    )
    text = yaml.dump(
        rules(results, metrics), Dumper=_Dumper, sort_keys=False, width=10_000, allow_unicode=True
    )
    return (head + text).encode()
