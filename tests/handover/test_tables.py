"""Files that were written, read back."""

import csv
import io

import pytest
from openpyxl import load_workbook

from explorer.analysis import evaluate
from explorer.errors import ExplorerError
from explorer.files.netbox import preview_layout, preview_type
from explorer.handover import FORMATS, Words, file_name, handed_over, materials, sheets
from explorer.handover.sheets import Table, csv_bytes, xlsx_bytes
from tests.handover.test_cables import ALL, rows
from tests.shipped import solved

HOSTILE = "=cmd|' /C calc'!A0"
FORMULAS = (HOSTILE, "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1")


def sheet(raw: bytes):
    return load_workbook(io.BytesIO(raw)).active


def read_xlsx(raw: bytes) -> list[tuple]:
    return list(sheet(raw).iter_rows(values_only=True))


def test_the_point_to_point_list_has_nvidias_columns_and_a_row_a_cable(nvl72):
    header, *body = read_xlsx(handed_over(nvl72, "p2p"))
    assert header == (
        "A-Rack", "A-U", "A-Node Name", "A-Type", "A-Port",
        "Z-Rack", "Z-RU", "Z-Node Name", "Z-Type", "Z-Port",
    )  # fmt: skip
    assert len(body) == 1368
    assert body[0] == (
        "NVL72",
        8,
        "Compute 01",
        "Host",
        "gpu1p1",
        "NVL72",
        16,
        "NVLink switch 1",
        "Switch",
        "sw1p1",
    )
    assert body[-1][5:] == (None,) * 5
    listed = list(csv.reader(io.StringIO(handed_over(nvl72, "p2p-csv").decode("utf-8-sig"), newline="")))
    assert [tuple(str(c) if c is not None else "" for c in row) for row in (header, *body)] == [
        *map(tuple, listed)
    ]


@pytest.mark.parametrize("name", ["p2p", "cables", "bom"])
def test_xlsx_and_csv_say_the_same(nvl72, name):
    header, *body = read_xlsx(handed_over(nvl72, name))
    listed = rows(handed_over(nvl72, f"{name}-csv"))
    assert tuple(listed[0]) == header
    assert len(listed) == len(body)
    for row, cells in zip(listed, body, strict=True):
        for cell, text in zip(cells, row.values(), strict=True):
            if isinstance(cell, (int, float)):
                assert float(text) == pytest.approx(cell)
            else:
                assert (cell or "") == text


@pytest.mark.parametrize("name", ALL)
def test_the_bill_adds_up_to_the_totals(name):
    results = solved(name)
    table = materials.table(results)
    column = {key: i for i, key in enumerate(table.columns)}
    for which in ("low", "typical", "high"):
        watts = sum(row[column[f"watts_{which}"]] or 0.0 for row in table.rows)
        usd = sum(row[column[f"usd_{which}"]] or 0.0 for row in table.rows)
        assert watts == pytest.approx(1000.0 * getattr(results.totals["interconnect_kw"], which), abs=0.05)
        assert usd == pytest.approx(getattr(results.totals["cost_usd"], which), abs=0.05)
    assert sum(row[column["watts_typical"]] or 0.0 for row in table.rows) == pytest.approx(
        results.links.power_w.sum(), abs=0.05
    )
    trays = sum(row[column["count"]] for row in table.rows if row[column["unit"]] == "tray")
    assert trays == len(results.layout.trays)


def test_the_bill_of_an_nvl72_counts_its_pairs_by_length(nvl72):
    bill = rows(handed_over(nvl72, "bom-csv"))
    pairs = [row for row in bill if row["unit"] == "pair"]
    assert sum(int(row["count"]) for row in pairs) == 5184
    assert len({row["length_m"] for row in pairs}) == len(pairs) > 3
    (modules,) = (row for row in bill if row["technology"] == "dsp_400_dr4" and row["usd_typical"])
    assert (modules["count"], float(modules["watts_typical"])) == ("72", 612.0)


# -- what must not run -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_stays_text(text):
    table = Table("t", ("name", "db"), [(text, -0.5)])
    ((name, number),) = list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))[1:]
    assert (name, number) == (f"'{text}", "-0.5")
    cell = sheet(xlsx_bytes(table))["A2"]
    assert cell.data_type == "s"
    # XML reads a carriage return as a line feed
    assert cell.value == text.replace("\r", "\n")
    assert sheet(xlsx_bytes(table))["B2"].value == -0.5


@pytest.fixture(scope="module")
def hostile():
    layout = solved("gb200_nvl72").layout
    trays = [t.replaced(label=f"{HOSTILE}{i}") for i, t in enumerate(layout.trays)]
    rack = layout.racks[0].replaced(label=HOSTILE)
    link = layout.links[1].replaced(label='{{ .Evil }} "\\n')
    designs = [d.replaced(label=f"@{d.id}") for d in layout.designs]
    return evaluate(layout.replaced(*trays, rack, link, *designs).titled("../../<b>=evil</b>"))


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_writes_a_formula(hostile, name):
    raw = handed_over(hostile, name)
    if FORMATS[name].suffix.endswith(".xlsx"):
        for row in sheet(raw).iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    if FORMATS[name].suffix.endswith(".csv"):
        for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")):
            for cell in row:
                assert not cell.startswith(sheets.FORMULA) or float(cell) < 0


def test_file_names_are_slugs(hostile):
    for name in FORMATS:
        assert file_name(hostile, name) == "b_evil_b" + FORMATS[name].suffix


def test_bytes_of_csv(nvl72):
    for name, form in FORMATS.items():
        if form.suffix.endswith(".csv"):
            assert handed_over(nvl72, name).startswith(b"\xef\xbb\xbf") == (not name.startswith("netbox"))


def test_an_unknown_format_names_the_nearest(nvl72):
    with pytest.raises(ExplorerError, match="did you mean 'prometheus'"):
        handed_over(nvl72, "prometeus")


def test_without_openpyxl_one_sentence_says_what_to_do(nvl72, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(ExplorerError, match="pip install openpyxl"):
        handed_over(nvl72, "bom")


def test_more_rows_than_a_sheet_takes_are_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    with pytest.raises(ExplorerError, match="more than a sheet takes"):
        xlsx_bytes(Table("t", ("a",), [(1,)] * 4))


def test_odd_texts_can_be_written():
    table = Table("t", ("a",), [("\0\x01nul",), ("\ud800half",), ("x" * 40_000,), (float("nan"),), ("é漢",)])
    assert "é漢" in csv_bytes(table).decode("utf-8-sig")
    assert sheet(xlsx_bytes(Table("t", ("a",), table.rows[2:])))["A4"].value == "é漢"


# -- NetBox, there and back ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["gb200_nvl72", "quantum_x800_pluggable"])
def test_a_layout_goes_to_netbox_and_comes_back(name):
    results = solved(name)
    layout = results.layout
    documents = handed_over(results, "netbox-types").decode().split("---\n")[1:]
    types = [preview_type(text) for text in documents]
    assert not [n for t in types for n in t.notices if n.severity == "error" or n.rule == "unknown_key"]
    racks, devices = (handed_over(results, f"netbox-{table}").decode() for table in ("racks", "devices"))
    back = preview_layout(racks, devices, handed_over(results, "netbox-cables").decode(), types)
    assert not [n for n in back.notices if n.severity == "error"]
    assert [(r.label, r.height_u, r.width_mm) for r in back.layout.racks] == [
        (r.label or r.id, r.height_u, r.width_mm) for r in layout.racks
    ]
    assert [(t.u, t.label) for t in back.layout.trays] == [(t.u, t.label or t.id) for t in layout.trays]
    assert sum(group.n for group in back.groups) == sum(k.n_links for k in layout.links if k.b)


def test_what_netbox_needs_is_a_parameter(nvl72):
    words = Words(site="Nord", status="active", role="Compute")
    first = rows(handed_over(nvl72, "netbox-devices", words=words))[0]
    assert (first["site"], first["status"], first["role"], first["position"]) == (
        "Nord",
        "active",
        "Compute",
        "3",
    )
