"""A thousand parts on one spot are ten findings and a number, wherever findings are shown."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import evaluate, write
from explorer.__main__ import main
from explorer.analysis.findings import LISTED, counted
from explorer.analysis.states import Finding
from explorer.looking import Looking
from explorer.model import Layout, Load, Rack, Tray, TrayDesign
from explorer.report import sheet
from explorer.report.sheet import document
from explorer.session import Session
from explorer.views.canvas.plan import PlanView
from explorer.views.panels.findings import FindingsView

PILE = tuple(Load(id=f"d.l{i}") for i in range(1000))
REST = ", and 499,490 more like it"


@pytest.fixture(scope="module")
def layout():
    return Layout(
        racks=[Rack(id="r1")],
        designs=[TrayDesign(id="d", parts=PILE)],
        trays=[Tray(id="r1.t1", rack="r1", design="d", u=1)],
    )


@pytest.fixture(scope="module")
def results(layout):
    return evaluate(layout)


def test_ten_are_listed_and_the_last_says_how_many_more(results):
    assert [f.rule for f in results.findings] == LISTED * ["parts_apart"]
    assert [f.more for f in results.findings] == [*(LISTED - 1) * [0], 499_490]
    assert results.findings[-1].message == "d.l0 overlaps d.l10 by 20.0 mm" + REST
    table = results.findings_table
    assert list(table.columns) == ["severity", "element", "rule", "value", "limit", "message"]
    assert table.message.iloc[-1].endswith(REST)


def test_the_terminal_prints_ten_lines(layout, tmp_path, capsys):
    path = tmp_path / "pile.layout.yaml"
    write(layout, path)
    assert main(["check", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == LISTED
    assert lines[-1].endswith(REST)
    main(["check", "--json", str(path)])
    (checked,) = json.loads(capsys.readouterr().out)["layouts"]
    assert checked["findings"][-1]["more"] == 499_490


def test_the_sheet_counts_all(results):
    assert "499,500 errors: see the findings." in str(document(results))
    assert REST in sheet(results)


def test_the_page_lists_ten_and_marks_every_part(layout):
    session = Session(layout)
    sent = []
    listed, plan = FindingsView(session), PlanView(session, Looking(session))
    listed._send_msg = plan._send_msg = sent.append
    listed._on_ready({})
    rows = next(message["rows"] for message in sent if message["type"] == "findings")
    assert [row["more"] for row in rows] == [*(LISTED - 1) * [0], 499_490]
    wrong = plan._frame(layout.designs[0])["wrong"]
    assert set(wrong) == {part.id for part in PILE}
    assert wrong["d.l999"] == "It overlaps another part"


FINDINGS = st.lists(
    st.builds(
        Finding,
        st.sampled_from(["error", "warning"]),
        st.just("d"),
        st.sampled_from(["a", "b", "c"]),
        st.just(1.0),
        st.just(0.0),
        st.text("xyz", max_size=3),
        st.sampled_from([0, 0, 0, 7]),
    ),
    max_size=80,
)


@given(FINDINGS)
def test_none_is_lost_and_what_is_few_is_listed_as_it_is(found):
    listed = counted(found)
    each = Counter()
    for finding in found:
        each[finding.severity, finding.rule] += 1 + finding.more
    shown = Counter((f.severity, f.rule) for f in listed)
    assert all(n <= LISTED for n in shown.values())
    total = Counter()
    for finding in listed:
        total[finding.severity, finding.rule] += 1 + finding.more
    assert total == each
    if all(each[rule] == shown[rule] for rule in each):
        assert listed == found
