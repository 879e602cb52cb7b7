"""Every reader takes every wound with findings or one clear error: never a traceback, never a second line."""

from pathlib import Path

import pytest

from explorer.errors import ExplorerError
from explorer.files import dump, parse, read
from explorer.files.netbox import read_layout, read_type, type_text
from explorer.files.reader import element_lines
from tests.files import wounds
from tests.files.layouts import GOOD
from tests.files.netbox_files import OWN

TABLES = {
    "racks": "name,u_height,outer_width,outer_unit,weight,weight_unit,starting_unit,desc_units,rack_type\n"
    "A1,42,600,mm,100,kg,1,false,\nA2,48,24,in,,,,,X\n",
    "devices": "name,device_type,manufacturer,rack,position,face,u_height,site\n"
    "d1,T,M,A1,1,front,1,S\nd2,T,M,A1,2,front,1,S\nd3,U,M,A2,10.5,rear,2,S\n",
    "cables": "side_a_device,side_a_name,side_a_type,side_b_device,side_b_name,type,length,length_unit\n"
    "d1,p1,dcim.interface,d2,p1,dac-passive,2,m\nd1,p2,dcim.interface,d3,p9,smf,3,ft\n",
}

TYPE = "manufacturer: M\nmodel: X\nslug: m-x\nu_height: 1\n"
TYPES = ("odd-switch.yaml", "patch-panel.yaml", "rack-inches.yaml", "psu-module.yaml")


def layout_taken(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    layout = read(path)
    assert parse(dump(layout)) == layout
    assert set(element_lines(raw.decode("utf-8-sig"))) >= {rack.id for rack in layout.racks}


def type_taken(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    preview = read_type(path)
    assert all(len(str(notice)) < 1500 for notice in preview.notices)
    for element in (preview.element, *preview.parts[:1]):
        assert element is None or type_text(element) == raw.decode().lstrip("\ufeff")


def table_taken(name: str):
    def taken(path: Path, raw: bytes) -> None:
        paths = [path.with_name(f"{table}.csv") for table in TABLES]
        for table, text in TABLES.items():
            path.with_name(f"{table}.csv").write_bytes(raw if table == name else text.encode())
        preview = read_layout(*paths)
        assert parse(dump(preview.layout)) == preview.layout

    return taken


def answered(taken, path: Path, cases) -> tuple[int, int]:
    """How many cases were taken, and how many refused in one sentence."""
    n_taken = n_refused = 0
    for what, raw in cases:
        try:
            taken(path, raw)
            n_taken += 1
        except ExplorerError as refused:
            said = str(refused)
            assert "\n" not in said, what
            assert path.name in said, what
            assert len(said) < 900, what
            n_refused += 1
        except Exception as crash:
            raise AssertionError(f"{what}: {crash!r}") from crash
    return n_taken, n_refused


def test_layouts(tmp_path):
    path = tmp_path / "a.layout.yaml"
    assert min(answered(layout_taken, path, wounds.encodings(GOOD))) > 5
    assert answered(layout_taken, path, wounds.cuts(GOOD, 60))[1] > 50
    assert min(answered(layout_taken, path, wounds.values(GOOD, 8))) > 100
    assert answered(layout_taken, path, wounds.bombs("schema: 1\n"))[1] > 15


@pytest.mark.parametrize("name", TYPES)
def test_types(tmp_path, name):
    path = tmp_path / name
    text = (OWN / name).read_text()
    assert min(answered(type_taken, path, wounds.encodings(text))) > 5
    assert answered(type_taken, path, wounds.cuts(text, 40))[1] > 5
    assert min(answered(type_taken, path, wounds.values(text, 8))) > 100


@pytest.mark.long
def test_types_that_unfold(tmp_path):
    assert answered(type_taken, tmp_path / "x.yaml", wounds.bombs(TYPE))[1] > 15


@pytest.mark.parametrize("name", TABLES)
def test_tables(tmp_path, name):
    path, text = tmp_path / f"{name}.csv", TABLES[name]
    taken = table_taken(name)
    assert min(answered(taken, path, wounds.encodings(text))) > 5
    assert answered(taken, path, wounds.cuts(text, 40))[0] > 20
    assert answered(taken, path, wounds.cells(text))[0] > 300


@pytest.mark.long
@pytest.mark.parametrize("name", TABLES)
def test_tables_without_end(tmp_path, name):
    head, row, *_ = TABLES[name].split("\n")
    first, _, rest = row.partition(",")
    cases = {
        "equal rows": head + "\n" + (row + "\n") * 20_000,
        "other rows": head + "\n" + "".join(f"q{i},{rest}\n" for i in range(20_000)),
        "rows to nowhere": head + "\n" + row.replace("A1", "Q1").replace("d2", "q9") * 2000,
        "empty rows": head + "\n" * 4_000_000,
        "commas": f"{head}\n{',' * 4_000_000}",
        "columns": f"{head},{','.join(f'c{i}' for i in range(200_000))}\n",
        "equal columns": f"{head},{','.join(['zz'] * 300_000)}\n",
        "an open quote": f'{head}\n"{"a" * 4_000_000}',
        "quotes": f"{head}\n" + '"a\n' * 400_000,
        "a long cell": f"{head}\n{'a' * 200_000},{rest}\n",
        "wide rows": f"{head}\n" + ("x," * 200 + "\n") * 10_000,
        "no heading": row,
        "too large": "a," * 3_000_000,
    }
    n_taken, n_refused = answered(
        table_taken(name), tmp_path / f"{name}.csv", ((what, text.encode()) for what, text in cases.items())
    )
    assert n_taken >= 4
    assert n_refused >= 4
