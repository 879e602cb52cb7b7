"""Where the watts go, from the wall to the parts, as a tab."""

from explorer.analysis.power.power_flow import BUS, RAILS, SHELVES, SUPPLIES, UNFED, WALL, Stream
from explorer.quantities.totals import TOTALS
from explorer.quantities.trays import POWER
from explorer.views.kit.component import TabView, plain
from explorer.views.kit.tab import DrawnTab

COLUMN = {WALL: 0, UNFED: 1, SHELVES: 2, SUPPLIES: 2, BUS: 3, **dict.fromkeys(RAILS.values(), 4)}
PARTS_COLUMN = 5
OPTICS = frozenset({"Lasers", "Optical engines", "Modules", "Connectors", "Optics rails"})
FAMILY = {"Host SerDes": "serdes", "Fans": "fans", **dict.fromkeys(OPTICS, "optics")}


def nodes_and_streams(streams: list[Stream]) -> tuple[list[dict], list[list]]:
    """Every node in its column, the largest first and losses last, and the streams by the nodes' index."""
    into: dict[str, float] = {}
    after: dict[str, int] = {}
    for s in streams:
        into[s.target] = into.get(s.target, 0.0) + s.watts
        if s.is_loss:
            after[s.target] = max(after.get(s.target, 0), _column(s.source) + 1)
    wall = sum(s.watts for s in streams if s.source == WALL)
    named = {WALL: wall, **into} if streams else {}
    nodes = [
        {
            "name": name,
            "w": plain(w),
            "column": after.get(name, _column(name)),
            "family": "loss" if name in after else FAMILY.get(name, ""),
        }
        for name, w in named.items()
    ]
    nodes.sort(key=lambda node: (node["column"], node["family"] == "loss", -node["w"]))
    index = {node["name"]: i for i, node in enumerate(nodes)}
    return nodes, [[index[s.source], index[s.target], plain(s.watts)] for s in streams]


def _column(name: str) -> int:
    return 1 if name.startswith("Feed ") else COLUMN.get(name, PARTS_COLUMN)


class SankeyView(TabView):
    """The flow of a session's watts.

    Parameters
    ----------
    session : explorer.session.Session
        Only shown; the tab that holds the view says when.
    """

    def message(self):
        results = self.session.results
        nodes, streams = nodes_and_streams(results.power_flow)
        rack = results.totals["rack_kw"]
        return {
            "type": "flow",
            "nodes": nodes,
            "streams": streams,
            "rack": [plain(rack.low), plain(rack.typical), plain(rack.high)],
            "rack_unit": TOTALS["rack_kw"].unit,
            "figure": [POWER.label, POWER.unit],
        }


class SankeyTab(DrawnTab):
    """The flow of all racks."""

    def __init__(self, session):
        super().__init__(session, "Power flow", SankeyView(session))
