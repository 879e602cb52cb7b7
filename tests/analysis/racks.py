"""Layouts that tests share. They are immutable, so all tests of a run may have the same ones."""

from explorer.model import Asic, Cage, Layout, LinkGroup, Load, Rack, Tray, TrayDesign


def without_leakage(layout: Layout) -> Layout:
    """The layout with watts of processors that do not depend on temperature."""
    parts = [p for d in layout.designs for p in d.parts if isinstance(p, (Asic, Load))]
    return layout.replaced(*(p.replaced(leakage_share=0.0) for p in parts))


def small_rack() -> Layout:
    """One switch tray with a cold plate and one pluggable, a power shelf, and an empty tray: no findings."""
    switch = TrayDesign(
        id="sw",
        kind="switch",
        width_mm=160,
        depth_mm=240,
        airflow_cfm=40,
        coolant_l_per_min=1.0,
        parts=(
            Asic(
                id="sw.asic",
                x_mm=50,
                y_mm=140,
                width_mm=60,
                depth_mm=60,
                cooling="cold_plate",
                power_w=200,
                die_width_mm=26,
                die_depth_mm=26,
            ),
            Load(id="sw.cpu", x_mm=10, y_mm=205, width_mm=30, depth_mm=30, cooling="heat_sink", power_w=5),
            Cage(
                id="sw.cage",
                x_mm=68.71,
                width_mm=22.58,
                depth_mm=100.4,
                links="ports",
                host="sw.asic",
                rate_gbps=800,
            ),
        ),
    )
    psu = Load(id="shelf.psu", x_mm=10, y_mm=20, width_mm=100, depth_mm=160, cooling="heat_sink", role="psu")
    shelf = TrayDesign(
        id="shelf",
        kind="power_shelf",
        width_mm=160,
        depth_mm=240,
        airflow_cfm=40,
        rating_kw=3,
        parts=(psu, Load(id="shelf.ctl", x_mm=120, y_mm=20, power_w=3)),
    )
    return Layout(
        title="Small rack",
        racks=[Rack(id="r1", height_u=10, coolant_supply_c=30, coolant_l_per_min=1.0)],
        designs=[switch, shelf, TrayDesign(id="blank", supply="none", width_mm=160, depth_mm=240)],
        trays=[
            Tray(id="r1.ps1", rack="r1", design="shelf", u=1),
            Tray(id="r1.sw1", rack="r1", design="sw", u=3),
            Tray(id="r1.b1", rack="r1", design="blank", u=7),
        ],
        links=[
            LinkGroup(
                id="ports", technology="dsp_800_dr8", fabric="scale_out", a="sw", lane_gbps=100, length_m=10
            )
        ],
    )
