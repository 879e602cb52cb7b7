"""Busbars as networks of pandapower."""

import numpy as np


def ladder_net(pandapower, r_segment, shelf_node, r_droop, v0, power, r_clip=0.0):
    """A ladder as a pandapower network of pure resistances, its buses, and those of the trays.

    The shelves are lines to one external grid that holds V0. Without reactance and reactive power its AC
    equations are those of direct current; its own DC elements need a converter to hold the voltage.
    """
    n = len(power)
    net = pandapower.create_empty_network(sn_mva=1e-3)

    def bus():
        return pandapower.create_bus(net, vn_kv=v0 / 1000.0)

    def join(a, b, ohm):
        pandapower.create_line_from_parameters(
            net, a, b, length_km=1.0, r_ohm_per_km=ohm, x_ohm_per_km=0.0, c_nf_per_km=0.0, max_i_ka=1e6
        )

    buses = [bus() for _ in range(n)]
    trays = list(buses)
    for i, ohm in enumerate(r_segment):
        join(buses[i], buses[i + 1], ohm)
    for i, ohm in enumerate(np.broadcast_to(np.asarray(r_clip, float), n)):
        if ohm > 0:
            trays[i] = bus()
            join(buses[i], trays[i], ohm)
    source = bus()
    pandapower.create_ext_grid(net, source, vm_pu=1.0)
    for node, ohm in zip(shelf_node, r_droop, strict=True):
        join(source, buses[node], ohm)
    for tray, w in zip(trays, power, strict=True):
        pandapower.create_load(net, tray, p_mw=w / 1e6, q_mvar=0.0)
    return net, buses, trays
