"""What is bought and drawn is counted once: boards, links row, bill and energy per bit agree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis import evaluate
from explorer.handover import materials
from explorer.model.ports import NoRoom, with_technology
from tests.analysis.links.states import CATALOG, DATA
from tests.model.boards import switches

KEYS = st.sampled_from([tech.key for tech in DATA])


@settings(max_examples=40)
@given(switches(), KEYS, st.booleans())
def test_boards_links_row_bill_and_energy_per_bit_agree(layout, key, among_themselves):
    if among_themselves:
        layout = layout.replaced(layout.element("up").replaced(b="sw", b_role="switch"))
    try:
        layout = with_technology(layout, "up", key, CATALOG)
    except NoRoom:
        return
    results = evaluate(layout, settled=False)
    row, state = results.links.loc["up"], results.link_states["up"]
    design = layout.designs[0]
    ports = [p for p in design.parts if getattr(p, "links", "") == "up"]
    units = len(layout.trays) * sum(p.modules for p in ports if p.carries_data)
    drawn_w = results.components.power_w[
        results.components.index.isin([p.id for p in ports], level="part")
    ].sum()
    billed = [line for line in materials.table(results).rows if line[1] == key]

    n_ends = units * state.technology.unit_gbps / state.technology.rate_gbps
    assert state.n_units == units
    assert row.module_w == pytest.approx(drawn_w, rel=1e-9)
    assert results.per_bit.module_w["up"] == pytest.approx(drawn_w, rel=1e-9)
    assert row.host_w == pytest.approx(results.per_bit.serdes_w["up"], rel=1e-6)
    assert row.cost_usd == pytest.approx(n_ends * state.technology.cost_usd.typical)
    assert sum(line[9] for line in billed if line[9] not in ("", None)) == pytest.approx(row.cost_usd)
    # what is bought can carry what is asked for, and no host buys more than one port too many
    able = n_ends * state.technology.rate_gbps
    n_hosts = len(layout.trays) * len({p.host for p in ports if p.carries_data})
    assert state.end_gbps <= able * (1 + 1e-9)
    assert (
        able - state.end_gbps
        <= n_hosts * state.technology.unit_gbps * (1 + 1e-9) + len(layout.trays) * 1600.0
    )
