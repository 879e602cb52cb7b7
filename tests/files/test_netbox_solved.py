"""Whatever a type file holds, the design that is made of it can be kept, solved and handed over."""

import math

import pytest

from explorer.analysis import evaluate
from explorer.files import dump, parse
from explorer.files.netbox import read_type
from explorer.handover import handed_over
from explorer.model import Layout, Rack, Tray, TrayDesign
from tests.files.netbox_files import FILES, SHARED

DEVICES = [
    path
    for path in (*FILES, *sorted(SHARED.glob("*.y*ml")))
    if isinstance(read_type(path).element, TrayDesign)
]


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("path", DEVICES, ids=lambda path: path.stem)
def test_a_design_is_kept_solved_and_handed_over(path):
    preview = read_type(path)
    design = preview.element
    tray = Tray(id="r1.t1", label="One", rack="r1", design=design.id, u=2)
    layout = Layout(racks=[Rack(id="r1", height_u=42)], designs=[design], trays=[tray])
    assert parse(dump(layout)) == layout
    results = evaluate(layout)
    assert math.isfinite(results.totals["rack_kw"].typical)
    if preview.draw_w:
        # what the supplies lose comes on top of what the device draws
        assert results.totals["rack_kw"].typical * 1000.0 >= 0.99 * preview.draw_w
    assert "One" in handed_over(results, "netbox-devices").decode()
