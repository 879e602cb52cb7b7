"""Figures of link groups, technologies, and the optical lanes of modules."""

from explorer.quantities.figure import BETTER, WORSE, Figure, table

LINK = table(
    Figure("n_links", "Links", decimals=0),
    Figure("n_modules", "Modules", decimals=0, sense=WORSE),
    Figure("length_m", "Mean length", decimals=2, short="Mean"),
    Figure("length_max_m", "Longest", decimals=2, short="Most"),
    Figure("margin_db", "Margin", decimals=1, sense=BETTER),
    Figure("worst_margin_db", "Worst-case margin", decimals=1, sense=BETTER, short="Worst"),
    Figure("reach_m", "Reach", sense=BETTER),
    Figure("ber_pre_fec", "Pre-FEC bit error ratio", sense=WORSE, short="BER", is_scientific=True),
    Figure("latency_ns", "Latency", decimals=0, sense=WORSE, short=""),
    Figure("module_w", "Modules and engines", decimals=0, sense=WORSE, short="Modules"),
    Figure("host_w", "Host SerDes", decimals=0, sense=WORSE, short="SerDes"),
    Figure("power_w", "Power", decimals=0, sense=WORSE, short="", digits_of_change=4),
    Figure("pj_per_bit", "Energy per bit", "pJ/bit", 1, WORSE, short="", digits_of_change=3),
    Figure("failures_per_year", "Failures", decimals=2, sense=WORSE, short="Fails"),
    Figure("blast_gbps", "Lost with one failure", decimals=0, sense=WORSE, short="Lost"),
    Figure("cost_usd", "Cost", decimals=0, sense=WORSE, short=""),
    Figure("edge_share", "Use of the tightest edge", "%", decimals=0, sense=WORSE, short="Edge", times=100.0),
)
"""Columns of `Results.links`, and of a comparison of technologies."""

BIT = table(
    *(
        Figure(f"{part}_pj_per_bit", label, decimals=2, sense=WORSE)
        for part, label in (
            ("module", "Modules"), ("serdes", "SerDes"), ("conversion", "Conversion"), ("fan", "Fans"),
            ("pump", "Pumps"), ("total", "All"),
        )
    ),
    Figure("total_w", "All", decimals=0, sense=WORSE),
)  # fmt: skip
"""Columns of `Results.per_bit`."""

TECHNOLOGY = table(
    Figure("module_w", "Module or engine", sense=WORSE),
    Figure("host_pj_per_bit", "Host SerDes", sense=WORSE),
    Figure("reach_m", "Reach", sense=BETTER),
    Figure("latency_ns", "Latency", sense=WORSE),
    Figure("cost_usd", "Cost of an end", sense=WORSE),
    Figure("fit", "Failures of an end", "FIT", sense=WORSE),
    Figure("els_w", "External laser source", sense=WORSE),
    Figure("t_limit_c", "Temperature limit", sense=BETTER),
)
"""Figures of one end of a technology that a layout may replace."""

PRICED = ("module_w", "host_pj_per_bit", "reach_m", "latency_ns", "cost_usd", "fit")
"""Keys of `TECHNOLOGY` that have a range and a source."""

LANE = table(
    Figure("TempMonValue", "module temperature", "C", decimals=0),
    Figure("LaserBiasTx", "laser bias", "ratio to 45 C", decimals=2),
    Figure("OpticalPowerTx", "Tx power", "dBm", decimals=1),
    Figure("OpticalPowerRx", "Rx power", "dBm", decimals=1),
    Figure("PreFecBer", "pre-FEC BER", "1", decimals=1, is_scientific=True),
)
"""Values that a module reports, by their names in CMIS 5.2. Labels are in lower case and units in plain
letters, for other programs. Alerting rules round limits to these decimals, so limits that agree share one."""
