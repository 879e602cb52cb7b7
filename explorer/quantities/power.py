"""Figures of the power chain, the cooling of racks, and the fabrics."""

from explorer.quantities.figure import BETTER, WORSE, Figure, table

STAGE = table(
    Figure("in_w", "In", decimals=0),
    Figure("out_w", "Out", decimals=0),
    Figure("loss_w", "Loss", decimals=0, sense=WORSE),
    Figure("efficiency", "Efficiency", "%", decimals=1, sense=BETTER, times=100.0),
    Figure("load_percent", "Load", decimals=0, sense=WORSE),
    Figure("current_a", "Current", decimals=0, short=""),
    Figure("volt_v", "Voltage", decimals=2, short=""),
)
"""Columns of `Results.power`; efficiency is the output of a stage over its input."""

NODE = table(
    Figure("bus_v", "Busbar", decimals=2),
    Figure("tray_v", "At the tray", decimals=2),
)
"""Columns of `Results.busbar`."""

FAILURE = table(
    Figure("throttle_percent", "Throttle by", decimals=1, sense=WORSE),
    Figure("rack_kw", "Rack", decimals=1),
    Figure("shelf_percent", "Fullest shelf", decimals=0, sense=WORSE),
    Figure("feed_percent", "Fullest feed", decimals=0, sense=WORSE),
    Figure("tray_v", "Lowest", decimals=2, sense=BETTER),
)
"""Columns of `Results.n_minus_1`."""

COOLING = table(
    Figure("power_kw", "Power", decimals=1, short=""),
    Figure("airflow_cfm", "Airflow", decimals=0, short="Air"),
    Figure("air_in_c", "Air", decimals=1),
    Figure("coolant_l_per_min", "Coolant flow", decimals=0, short="Coolant"),
    Figure("coolant_supply_c", "Coolant", decimals=1),
    Figure("facility_in_c", "Facility water", decimals=1),
)
"""Columns of the table of racks; each temperature figure serves for the inlet and for the outlet."""

FABRIC = table(
    Figure("endpoints", "Endpoints", decimals=0, short="Ends"),
    Figure("injection_tbps", "Injection", decimals=1, sense=BETTER, short="Inject"),
    Figure("bisection_tbps", "Bisection", decimals=1, sense=BETTER, short="Bisect"),
    Figure("oversubscription", "Oversubscription", decimals=2, sense=WORSE, short="Oversub."),
    Figure("alltoall_gbps", "All to all", decimals=0, sense=BETTER),
    Figure("allreduce_gbps", "Ring", decimals=0, sense=BETTER),
    Figure("without_link_gbps", "With a link lost", decimals=0, sense=BETTER, short="Link lost"),
    Figure("without_port_gbps", "With a port lost", decimals=0, sense=BETTER, short="Port lost"),
    Figure("without_switch_gbps", "With a switch lost", decimals=0, sense=BETTER, short="Switch lost"),
    Figure("ring_all_reduce_ms", "All-reduce", decimals=1, sense=WORSE),
    Figure("communication_share", "Of step", "%", decimals=0, sense=WORSE, times=100.0),
)
"""Columns of `Results.fabric`."""
