"""Evaluates one layout to one set of results."""

from explorer.analysis.findings import findings
from explorer.analysis.heat.cooling import rack_cooling
from explorer.analysis.heat.link_temperatures import temperatures_c
from explorer.analysis.heat.trays import tray_states
from explorer.analysis.inputs import inputs_of
from explorer.analysis.loop import close_loop
from explorer.analysis.power.contingency import outcomes
from explorer.analysis.power.part_power import drawn_w
from explorer.analysis.results import Results
from explorer.analysis.totals import Basis, totals
from explorer.model import Layout


def evaluate(layout: Layout, previous: Results | None = None, settled: bool = True) -> Results:
    """Solve a layout: links, watts, temperatures, and the totals and findings derived from them.

    Watts determine temperatures, and temperatures change watts. The loop between them starts from `previous`
    and runs until it converges; a live evaluation (`settled=False`) makes one pass with fewer iterations,
    which is enough during a drag.

    Raises
    ------
    LayoutError, CatalogError, SolverError
        If the layout cannot be solved; the message names the element.
    """
    inputs = inputs_of(layout, previous.inputs if previous else None)
    before = (previous.boards, previous.supplies_c, previous.bus_c) if previous else ({}, {}, {})
    loop = close_loop(inputs, inputs.links, *before, settled)
    boards, chain = loop.boards, loop.feed
    powers = {id: board.power for id, board in boards.items()}
    states = {
        key: state.warmed(
            **temperatures_c(inputs, boards, loop.supplies_c, state.link),
            drawn_w=drawn_w(layout, powers, key),
        )
        for key, state in inputs.links.items()
    }
    trays = tray_states(inputs, boards, states, chain, loop.supplies_c)
    racks = rack_cooling(inputs, boards, trays, chain, loop.supplies_c)
    # failures are solved only in settled evaluations
    lost = outcomes(chain) if settled else ()
    return Results(
        layout=layout,
        inputs=inputs,
        boards=boards,
        link_states=states,
        feed=chain,
        tray_states=trays,
        supplies_c=loop.supplies_c,
        bus_c=loop.bus_c,
        rack_cooling=racks,
        totals=totals(Basis(layout, states, boards, trays, racks, chain)),
        findings=findings(inputs, states, boards, trays, racks, chain, loop.left_k if settled else 0.0, lost),
        outcomes=lost,
        settled=settled,
        residual=max((b.at_inlet.residual for b in boards.values()), default=0.0),
        error_k=max((b.error_k for b in boards.values()), default=0.0),
        loop_k=loop.left_k,
        loop_w=loop.left_w,
        loop_passes=loop.passes,
    )
