"""The bill of materials: items to buy with their lengths, watts and cost.

Watts and dollars are those of the links, low, typical and high; they add up to the totals of the results.
Items without a price in the catalog stay empty: fiber cables, trays, racks, and the SerDes inside the ASICs.
"""

from collections import Counter

from explorer.analysis import Results
from explorer.analysis.links.state import LinkState
from explorer.handover.cables import cables, has_fixed_ends
from explorer.handover.sheets import Table, csv_bytes, xlsx_bytes
from explorer.model import LaserSource

COLUMNS = (
    "item", "technology", "length_m", "count", "unit", "watts_low", "watts_typical", "watts_high",
    "usd_low", "usd_typical", "usd_high", "source", "note",
)  # fmt: skip

NOTHING = (None, None, None)
ZERO = (0.0, 0.0, 0.0)


def table(results: Results) -> Table:
    """The bill, one row per item and length."""
    binned: dict[str, Counter] = {}
    for cable in cables(results):
        binned.setdefault(cable.state.link.id, Counter())[cable.order_m] += 1
    rows = []
    for key, state in results.link_states.items():
        rows += _link_rows(state, binned.get(key, Counter()))
    rows += _hosts(results)
    return Table("Bill of materials", COLUMNS, [tuple(map(_rounded, row)) for row in rows])


def _rounded(cell):
    return round(cell, 3) if isinstance(cell, float) else cell


def _link_rows(state: LinkState, lengths: Counter) -> list[tuple]:
    """Modules and cables of one link group; cables with fixed ends include the watts and cost of the ends."""
    tech, who = state.technology, state.link.label or state.link.id
    watts = state.module_w()
    cost = tech.cost_usd
    usd = tuple(state.n_ends * v for v in (cost.low, cost.typical, cost.high))
    source = "; ".join(dict.fromkeys((*tech.module_w.source, *cost.source)))
    rows = []
    n = sum(lengths.values())
    cartridge = tech.medium == "twinax backplane"
    fixed = has_fixed_ends(tech) or cartridge
    if not fixed:
        lit = "with its share of the laser sources" if tech.light_source_key else ""
        ends = round(state.n_ends, 6)
        rows.append((f"{tech.name}, {who}", tech.key, None, ends, "end", *watts, *usd, source, lit))
    for length, count in sorted(lengths.items()):
        if fixed:
            share = count / n
            item = ("Cartridge pairs" if cartridge else "Cable with its ends") + f", {tech.name}, {who}"
            amount = count * state.n_pairs // n if cartridge else count
            unit = "pair" if cartridge else "cable"
            own = (*(w * share for w in watts), *(c * share for c in usd))
            rows.append((item, tech.key, length, amount, unit, *own, source, ""))
        else:
            item = f"Fiber cable, {tech.medium}, {who}"
            note = "no price in the catalog"
            rows.append((item, tech.key, length, count, "cable", *ZERO, *NOTHING, "", note))
    inside = "inside the ASICs, nothing to buy"
    pj = tech.host_pj_per_bit
    rows.append(
        (f"Host SerDes {state.serdes.key}, {who}", tech.key, None, round(state.n_ends, 6), "end",
         *state.host_w(), *NOTHING, "; ".join(pj.source), inside)
    )  # fmt: skip
    return rows


def _hosts(results: Results) -> list[tuple]:
    layout = results.layout
    rows = []
    lasers: Counter = Counter()
    for design in layout.designs:
        n = len(layout.trays_of(design.id))
        for part in design.parts:
            if n and isinstance(part, LaserSource) and part.links in results.link_states:
                lasers[results.link_states[part.links].technology.light_source_key] += n * part.n_modules
    for key, n in lasers.items():
        if key:
            note = "watts and price are in those of the engines"
            rows.append(("Laser source", key, None, n, "module", *ZERO, *NOTHING, "", note))
    for design in layout.designs:
        n = len(layout.trays_of(design.id))
        if n:
            note = f"{design.height_u} U; watts of trays: table of trays"
            rows.append(
                (f"Tray, {design.label or design.id}", "", None, n, "tray", *NOTHING, *NOTHING, "", note)
            )
    for height, n in sorted(Counter((r.height_u, r.pitch) for r in layout.racks).items()):
        rows.append((f"Rack, {height[0]} {height[1]}", "", None, n, "rack", *NOTHING, *NOTHING, "", ""))
    return rows


def write_csv(results: Results) -> bytes:
    """The bill as CSV."""
    return csv_bytes(table(results))


def write_xlsx(results: Results) -> bytes:
    """The bill as one sheet."""
    return xlsx_bytes(table(results))
