"""The pumps that push coolant through a rack: what they draw, and what of it the coolant takes as heat.

They stand in the CDU, before the rack's feeds; the PUE counts what they draw. What they give to the coolant,
pressure times flow, becomes heat by friction on its way through the rack. Motor and drive lose the rest at
the CDU, outside of the rack.
"""

from explorer.catalog import typical
from explorer.model import Layout, Rack


def friction_w(layout: Layout, rack: Rack) -> float:
    """Heat that friction leaves in a rack's coolant: the pressure over the rack times the flow.

    The catalog's pressure holds at the flow that the trays are made for; turbulent friction grows from there
    with the square of the flow, and so the watts with its cube.
    """
    made_for = sum(layout.design(t.design).coolant_l_per_min for t in layout.trays_in(rack.id))
    if made_for <= 0.0:
        return 0.0
    dp_pa = typical("coolant_dp_kpa") * 1000.0 * (rack.coolant_l_per_min / made_for) ** 2
    return dp_pa * rack.coolant_l_per_min / 60000.0


def pump_w(layout: Layout, rack: Rack) -> float:
    """Electrical watts of the pumps of a rack's coolant."""
    return friction_w(layout, rack) / typical("pump_efficiency")
