"""What the monitoring is told to expect."""

import re
import shutil
import subprocess
from collections import Counter

import pytest
import yaml

from explorer.catalog import typical
from explorer.handover import handed_over, prometheus
from explorer.handover.optics import BER, BIAS, RX, TEMPERATURE, TX, average_over_oma_db, readings
from tests.handover.test_cables import ALL, rows
from tests.handover.test_tables import hostile  # noqa: F401
from tests.shipped import solved

PROMTOOL = shutil.which("promtool")


def test_every_lane_of_every_end_is_there(nvl72, cpo):
    lanes = Counter(r.quantity for r in readings(nvl72))
    assert lanes == {TX: 288, RX: 288, BER: 288, BIAS: 288, TEMPERATURE: 72}
    lanes = Counter((r.link_group, r.quantity) for r in readings(cpo) if r.technology != "els_module_vhp")
    assert lanes["NVLink 5", TX] == 1296 * 2 * 2  # ends, lanes of 200G
    assert ("NVLink 5", BIAS) not in lanes  # the lasers are in the external sources
    sources = Counter(r.quantity for r in readings(cpo) if r.technology == "els_module_vhp")
    assert sources == {TEMPERATURE: 18 * 5 + 9 * 9, BIAS: 8 * (18 * 5 + 9 * 9)}


def test_lanes_of_a_module_are_numbered_once():
    for name in ("quantum_x800_pluggable", "gb200_nvl72_cpo", "switch_51t_dsp"):
        seen = Counter((r.device, r.part, r.port, r.lane) for r in readings(solved(name)) if r.quantity == TX)
        assert set(seen.values()) == {1}


def test_temperatures_are_those_of_the_parts(nvl72):
    names = {t.label: t.id for t in nvl72.layout.trays}
    for r in readings(nvl72):
        if r.quantity == TEMPERATURE:
            part = nvl72.parts(names[r.device])[r.part]
            assert r.limits.expected == part.t_c
            assert r.limits.high_alarm == part.t_limit_c
            assert r.limits.high_alarm - r.limits.high_warning == typical("optics_margin_k")


def test_powers_follow_the_link_budget(nvl72):
    state = nvl72.link_states["scaleout"]
    tx = next(r.limits for r in readings(nvl72) if r.quantity == TX)
    rx = next(r.limits for r in readings(nvl72) if r.quantity == RX)
    steps = {s.name.split()[0]: s.typical_db for s in state.line.steps}
    assert tx.expected == pytest.approx(steps["Launch"] + average_over_oma_db(typical("extinction_ratio_db")))
    assert rx.expected - tx.expected == pytest.approx(steps["Connectors"] + steps["Fiber"])
    aging = typical("optical_aging_db")
    assert rx.expected - rx.low_warning == pytest.approx(aging)
    # where the alarm comes, the margin of the link is gone
    assert rx.low_warning - rx.low_alarm == pytest.approx(state.line_margin_db.min())
    assert tx.high_alarm == 4.0


@pytest.mark.parametrize("name", ALL)
def test_limits_lie_in_order(name):
    found = [r.limits for r in readings(solved(name))]
    assert found
    for limits in found:
        low_alarm, low_warning = limits.low_alarm, limits.low_warning
        assert low_alarm is None or low_alarm <= low_warning < limits.expected
        assert limits.high_warning is None or limits.expected <= limits.high_warning
        if limits.high_alarm is not None:
            assert limits.expected < limits.high_alarm
            assert limits.high_warning is None or limits.high_warning <= limits.high_alarm


def test_the_table_has_a_row_a_reading(nvl72):
    listed = rows(handed_over(nvl72, "optics-csv"))
    assert len(listed) == 4 * 288 + 72
    assert {row["unit"] for row in listed if row["quantity"] == TX} == {"dBm"}


def selected(expr: str) -> set[tuple[str, str]]:
    """The devices and ports that the selectors of a rule take, from all that the test knows."""
    found = re.findall(r'\{device=~("(?:[^"\\]|\\.)*"), port=~("(?:[^"\\]|\\.)*")\}', expr)
    return {(yaml.safe_load(device), yaml.safe_load(port)) for device, port in found}


@pytest.mark.parametrize("name", ["gb200_nvl72", "gb200_nvl72_cpo"])
def test_each_lane_is_recorded_once_and_watched_by_its_limits(name):
    results = solved(name)
    groups = prometheus.rules(results)["groups"]
    recorded = [rule for group in groups for rule in group["rules"] if "record" in rule]
    everything = {(r.quantity, r.technology, r.device, r.port) for r in readings(results)}
    metric = {f"explorer:{prometheus.METRICS[q]}:expected": q for q in prometheus.METRICS}
    metric[f"explorer:{prometheus.RATIO}:expected"] = BIAS
    taken = Counter()
    for rule in recorded:
        quantity, technology = metric[rule["record"]], rule["labels"]["technology"]
        for device, port in selected(rule["expr"]):
            for key in everything:
                if (
                    key[:2] == (quantity, technology)
                    and re.fullmatch(device, key[2])
                    and re.fullmatch(port, key[3])
                ):
                    taken[key] += 1
    assert set(taken) == everything
    assert set(taken.values()) == {1}


def test_rules_are_unique_and_well_formed(nvl72):
    text = handed_over(nvl72, "prometheus").decode()
    groups = yaml.safe_load(text)["groups"]
    keys = Counter()
    for group in groups:
        for rule in group["rules"]:
            assert set(rule) <= {"record", "alert", "expr", "for", "labels", "annotations"}
            keys[rule.get("record") or rule["alert"], tuple(rule["labels"].items())] += 1
    assert set(keys.values()) == {1}
    with pytest.raises(ValueError, match="not the name of a metric"):
        prometheus.rules(nvl72, {**prometheus.METRICS, TX: "a b"})


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not here (Debian: apt-get install prometheus)")
@pytest.mark.parametrize("name", ALL)
def test_promtool_accepts_the_rules(name, tmp_path):
    _check(handed_over(solved(name), "prometheus"), tmp_path)


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not here (Debian: apt-get install prometheus)")
def test_promtool_accepts_hostile_names(hostile, tmp_path):  # noqa: F811
    _check(handed_over(hostile, "prometheus"), tmp_path)


def _check(raw: bytes, tmp_path):
    (tmp_path / "lanes.rules.yaml").write_bytes(raw)
    command = [PROMTOOL, "check", "rules", str(tmp_path / "lanes.rules.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SUCCESS" in done.stdout


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not here (Debian: apt-get install prometheus)")
def test_prometheus_records_what_is_expected_and_alerts_when_it_is_not_so(nvl72, tmp_path):
    (tmp_path / "lanes.rules.yaml").write_bytes(handed_over(nvl72, "prometheus"))
    rx = next(r for r in readings(nvl72) if r.quantity == RX)
    lane = f'{{device="{rx.device}", port="{rx.port}", lane="1"}}'
    low = rx.limits.low_alarm - 0.2
    test = {
        "rule_files": ["lanes.rules.yaml"],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [
                    {"series": f"cmis_rx_power_dbm{lane}", "values": f"{rx.limits.expected}x5 {low}x10"},
                    {"series": f"cmis_module_temperature_celsius{lane}", "values": "36x20"},
                ],
                "promql_expr_test": [
                    {
                        "expr": "explorer:cmis_rx_power_dbm:expected",
                        "eval_time": "3m",
                        "exp_samples": [
                            {
                                "labels": f'explorer:cmis_rx_power_dbm:expected{{device="{rx.device}", '
                                f'port="{rx.port}", lane="1", link_group="{rx.link_group}", '
                                f'technology="{rx.technology}"}}',
                                "value": float(f"{rx.limits.expected:.1f}"),
                            }
                        ],
                    },
                    {"expr": 'ALERTS{severity="critical"}', "eval_time": "4m", "exp_samples": []},
                    {
                        "expr": 'count(ALERTS{severity="critical", alertname="RxPowerLow"} == 1)',
                        "eval_time": "10m",
                        "exp_samples": [{"labels": "{}", "value": 1}],
                    },
                ],
            }
        ],
    }
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(test, sort_keys=False))
    done = subprocess.run(
        [PROMTOOL, "test", "rules", "test.yaml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
