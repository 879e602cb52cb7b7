"""`convert --from netbox`: tables and types of NetBox as a layout, with every finding."""

import pytest

from explorer import read
from explorer.handover import handed_over
from tests.shipped import solved
from tests.terminal.files import ROOT

TYPES = ROOT / "tests/files/netbox"


@pytest.fixture
def exported(tmp_path):
    """A folder as NetBox's exports of an NVL72 would fill it."""
    results, folder = solved("gb200_nvl72"), tmp_path / "exported"
    folder.mkdir()
    for table in ("racks", "devices", "cables"):
        (folder / f"{table}.csv").write_bytes(handed_over(results, f"netbox-{table}"))
    documents = handed_over(results, "netbox-types").decode().split("---\n")[1:]
    for i, text in enumerate(documents):
        (folder / f"type{i}.yaml").write_text(text)
    return folder


def test_a_folder_becomes_the_layout_it_came_from(told, exported, tmp_path):
    out_path = tmp_path / "hall.layout.yaml"
    code, out, err = told("convert", exported, "--from", "netbox", "-o", out_path)
    assert (code, out) == (0, "")
    layout, before = read(out_path), solved("gb200_nvl72").layout
    assert [(t.label, t.u) for t in layout.trays] == [(t.label, t.u) for t in before.trays]
    assert "Traceback" not in err
    lines = err.splitlines()
    assert lines
    assert all(line.startswith(str(exported)) for line in lines)
    assert told("check", out_path, "--fail-on", "never")[0] == 0


def test_one_type_becomes_a_design(told, tmp_path):
    out_path = tmp_path / "x.layout.yaml"
    code, _, err = told("convert", TYPES / "odd-switch.yaml", "--from", "netbox", "-o", out_path)
    assert code == 0
    assert "odd-switch.yaml:17: warning: power-ports[0].maximum_draw: 180000" in err
    (design,) = read(out_path).designs
    assert design.extras["x_netbox_yaml"] == (TYPES / "odd-switch.yaml").read_text()
    assert told("convert", TYPES / "rack-inches.yaml", "--from", "netbox", "-o", "-")[0] == 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("racks.csv", None, "racks.csv: there is no such file"),
        ("devices.csv", "nam\n", "devices.csv:1: the column name is missing"),
        ("type0.yaml", "a: &a [x]\n", "type0.yaml:1: the anchor &a is refused"),
    ],
)
def test_what_is_missing_or_broken_is_one_sentence(told, exported, tmp_path, name, text, said):
    path = exported / name
    path.unlink()
    if text is not None:
        path.write_text(text)
    code, out, err = told("convert", exported, "--from", "netbox", "-o", tmp_path / "x.layout.yaml")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_a_module_type_alone_is_refused(told):
    code, _, err = told("convert", TYPES / "psu-module.yaml", "--from", "netbox", "-o", "-")
    assert (code, err.count("\n")) == (2, 1)
    assert "a module type has no board or rack of its own" in err
