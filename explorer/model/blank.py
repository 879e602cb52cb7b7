"""An empty layout to start a design from."""

from explorer.model.layout import Layout
from explorer.model.site import Rack
from explorer.model.tray import Tray, TrayDesign

HEIGHT_U = 48


def blank_layout() -> Layout:
    """One empty rack with a bare switch tray and a bare compute tray to build on, one of each mounted.

    The trays have no parts and draw no power.

    >>> blank = blank_layout()
    >>> [(tray.label, len(blank.design_of(tray.id).parts)) for tray in blank.trays]
    [('Switch 1', 0), ('Compute 1', 0)]
    """
    return Layout(
        title="Blank rack",
        racks=[Rack(id="r1", label="Rack 1", height_u=HEIGHT_U)],
        designs=[
            TrayDesign(id="sw", label="Switch tray", kind="switch"),
            TrayDesign(id="comp", label="Compute tray", kind="compute"),
        ],
        trays=[
            Tray(id="r1.sw1", rack="r1", design="sw", label="Switch 1", u=HEIGHT_U // 2),
            Tray(id="r1.comp1", rack="r1", design="comp", label="Compute 1", u=HEIGHT_U // 2 - 1),
        ],
    )
