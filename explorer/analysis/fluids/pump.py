"""Pumps that push coolant through a rack: their electrical power, and the heat they leave in the coolant.

They are in the CDU and not on the rack's feeds; their power is part of the PUE. The hydraulic power, pressure
times flow, becomes heat by friction on the way through the rack. The losses of motor and drive stay at the
CDU, outside the rack.
"""

from explorer.catalog import typical
from explorer.model import Layout, Rack


def friction_w(layout: Layout, rack: Rack) -> float:
    """Heat that friction leaves in a rack's coolant: the pressure over the rack times the flow.

    The catalog's pressure is that at the trays' nominal flow; turbulent friction grows with the square of the
    flow, and so the watts with its cube.
    """
    made_for = sum(layout.design(t.design).coolant_l_per_min for t in layout.trays_in(rack.id))
    if made_for <= 0.0:
        return 0.0
    dp_pa = typical("coolant_dp_kpa") * 1000.0 * (rack.coolant_l_per_min / made_for) ** 2
    return dp_pa * rack.coolant_l_per_min / 60000.0


def pump_w(layout: Layout, rack: Rack) -> float:
    """Electrical watts of the pumps of a rack's coolant."""
    return friction_w(layout, rack) / typical("pump_efficiency")
