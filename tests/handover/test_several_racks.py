"""Cables between racks: the right rack, unit and length at both ends, also where trays have the same name."""

import csv
import io

import pytest
from openpyxl import load_workbook

from explorer.analysis import evaluate
from explorer.handover import handed_over
from explorer.handover.cables import cables
from explorer.model import Asic, Cage, Layout, LinkGroup, Rack, Tray, TrayDesign
from tests.handover.test_cables import rows

SPACING_MM = 3000.0


@pytest.fixture(scope="module")
def hall():
    """Two racks of hosts and one of leaves, 3 m apart, all hosts named alike."""

    def design(id, kind, role, n):
        asic = Asic(id=f"{id}.asic", role=role, x_mm=180.0, y_mm=300.0)
        ports = (
            Cage(id=f"{id}.c{k}", links="up", host=asic.id, x_mm=10.0 + 30 * k, rate_gbps=800.0)
            for k in range(n)
        )
        return TrayDesign(id=id, kind=kind, label=id, parts=(asic, *ports))

    racks = [
        Rack(id=f"r{k}", label=label, x_mm=SPACING_MM * k)
        for k, label in enumerate(("Row A 01", "Row A 02", "Leaves"))
    ]
    hosts = [
        Tray(id=f"r{k}.h{u}", label="Host", rack=f"r{k}", design="host", u=u) for k in (0, 1) for u in (5, 9)
    ]
    leaves = [Tray(id=f"r2.l{u}", label=f"Leaf {u}", rack="r2", design="leaf", u=u) for u in (40, 41)]
    link = LinkGroup(
        id="up", technology="dsp_800_dr8", a="host", b="leaf", a_role="nic", b_role="switch", n_links=16,
        link_gbps=800.0, lane_gbps=100.0,
    )  # fmt: skip
    designs = [design("host", "compute", "nic", 4), design("leaf", "switch", "switch", 8)]
    return evaluate(Layout(title="Hall", racks=racks, designs=designs, trays=[*hosts, *leaves], links=[link]))


def test_every_end_names_its_own_rack_and_unit(hall):
    listed = rows(handed_over(hall, "p2p-csv"))
    racks = {rack.id: rack.label for rack in hall.layout.racks}
    names = {"Leaf 40": hall.layout.element("r2.l40"), "Leaf 41": hall.layout.element("r2.l41")}
    # four trays are called Host: their ids tell them apart
    names |= {tray.id: tray for tray in hall.layout.trays if tray.label == "Host"}
    assert len(listed) == 16
    for row in listed:
        for rack, u, node in (("A-Rack", "A-U", "A-Node Name"), ("Z-Rack", "Z-RU", "Z-Node Name")):
            tray = names[row[node]]
            assert (row[rack], row[u]) == (racks[tray.rack], str(tray.u))
        assert (row["A-Type"], row["Z-Type"]) == ("Host", "Switch")
    assert {row["A-Rack"] for row in listed} == {"Row A 01", "Row A 02"}
    assert {row["Z-Rack"] for row in listed} == {"Leaves"}


def test_a_cable_is_no_shorter_than_the_way_between_its_ends(hall):
    for cable in cables(hall):
        a, b = (hall.layout.element(end.tray.rack) for end in (cable.a, cable.b))
        straight_m = (abs(a.x_mm - b.x_mm) ** 2 + ((cable.a.u - cable.b.u) * 44.45) ** 2) ** 0.5 / 1000.0
        assert straight_m < cable.route_m < straight_m + 8.0
        assert cable.length_m == pytest.approx(cable.route_m + cable.state.link.slack_m)
        assert cable.order_m >= cable.length_m
        # the next shorter length of the list would not do, and none is more than twice as long
        assert cable.order_m <= 2.0 * cable.length_m


def test_a_rack_further_away_takes_longer_cables(hall):
    route = {}
    for cable in cables(hall):
        route.setdefault(cable.a.rack, []).append(cable.route_m)
    assert min(route["Row A 01"]) - max(route["Row A 02"]) == pytest.approx(SPACING_MM / 1000.0, abs=1.0)


def test_the_sheet_reads_back_as_the_list(hall):
    book = load_workbook(io.BytesIO(handed_over(hall, "p2p")))
    sheet = book.active
    header, *body = sheet.iter_rows(values_only=True)
    raw = handed_over(hall, "p2p-csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    listed = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [list(header), *([str(cell) for cell in row] for row in body)] == listed
    assert all(isinstance(row[1], int) and isinstance(row[6], int) for row in body)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:J17")
