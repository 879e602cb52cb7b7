"""The catalog, its media for data, and the ports of the small rack on one of them."""

from explorer import catalog
from explorer.analysis.links.groups import link_state
from explorer.model.ports import with_technology
from tests.analysis.racks import small_rack

CATALOG = catalog.load()


DATA = [t for t in CATALOG.technologies.values() if not t.is_light_source]


def state_of(key: str, **link):
    """The ports of the small rack on a technology."""
    layout = small_rack()
    layout = layout.replaced(layout.element("ports").replaced(**{"lane_gbps": 100.0, **link}))
    layout = with_technology(layout, "ports", key, CATALOG)
    return link_state(layout, layout.element("ports"))
