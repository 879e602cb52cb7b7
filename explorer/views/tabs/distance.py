"""What millimeters cost, as a tab: watts of one link over the distance of its ports from the ASIC."""

from explorer.analysis.links.distance import watts_over_distance
from explorer.catalog.technology import short_name
from explorer.quantities.links import LINK
from explorer.views.kit.component import TabView, plain
from explorer.views.kit.tab import DrawnTab
from explorer.views.tabs.links import shown_link


class DistanceView(TabView):
    """Watts of one link of the shown group, each SerDes class in its color.

    Parameters
    ----------
    session : explorer.session.Session
    """

    def message(self):
        return curve_message(self.session)


def curve_message(session) -> dict:
    """What the script draws: millimeters, watts, class and margin, and where the farthest port is."""
    state = session.results.link_states.get(shown_link(session))
    shown = [LINK["margin_db"].label, LINK["margin_db"].unit]
    if state is None:
        return {"type": "curve", "title": "", "points": [], "here_mm": None, "margin": shown}
    table = watts_over_distance(session.layout, state)
    points = [
        [plain(mm, 2), plain(row.power_w, 3), row.serdes, plain(row.margin_db, 2)]
        for mm, row in zip(table.index, table.itertuples(), strict=True)
    ]
    here_mm = max(float(host.trace_mm.max(initial=0.0)) for host in state.hosts.values())
    title = f"{state.link.label or state.link.id}, {short_name(state.technology.name)}"
    return {"type": "curve", "title": title, "points": points, "here_mm": plain(here_mm, 2), "margin": shown}


class DistanceTab(DrawnTab):
    """Watts of one link of the shown group over distance."""

    watched = ("link",)

    def __init__(self, session):
        super().__init__(session, "Distance", DistanceView(session))
