"""Link groups: what is connected, over which technology; and a layout's overrides of catalog values."""

from functools import cached_property

from explorer.model.element import Element, choice, count, number, text

ROUTES = ("cartridge", "front", "rear")


class LinkGroup(Element):
    """Equal links between two tray designs, spread evenly over the trays of each.

    With an empty `b` the links leave the layout, and `length_m` is their length.
    """

    title = "Link group"

    technology = text(doc="key in the catalog")
    fabric = choice("scale_up", ("scale_up", "scale_out"))
    a = text(doc="id of the tray design at one end")
    b = text(doc="id of the tray design at the other end; empty if outside the layout")
    a_role = choice("switch", ("switch", "gpu", "nic", "cpu"), "which ASICs of a own the lanes")
    b_role = choice("switch", ("switch", "gpu", "nic", "cpu"), "which ASICs of b own the lanes")
    n_links = count(1, 1, 1_000_000, "links in the whole layout")
    link_gbps = number(800.0, 1.0, 100_000.0, "rate of one link, each way")
    lane_gbps = number(200.0, 1.0, 1000.0, "rate of one lane of the hosts, each way")
    route = choice("front", ROUTES, "how cables run between trays")
    awg = choice(26, (26, 28, 30, 32), "gauge of copper cables")
    far_host_db = number(
        None, 0.0, 60.0, "loss of a host beyond the layout; empty: what its standard allows", allow_none=True
    )
    n_connectors = count(3, 0, 20, "mated fiber connectors on the way, those at both modules included")
    slack_m = number(0.2, 0.0, 100.0, "cable beyond the straight way between the trays")
    length_m = number(None, 0.01, 10_000.0, "by hand; empty: from the places", allow_none=True)

    @cached_property
    def ends(self) -> tuple[tuple[str, str], ...]:
        """Design and ASIC role of each end that lies in the layout."""
        near = ((self.a, self.a_role),)
        return (*near, (self.b, self.b_role)) if self.b else near


class Override(Element):
    """A value that replaces one of a technology's in this layout, with its source."""

    title = "Override"

    technology = text(doc="key in the catalog")
    field = text(doc="such as module_w.typical")
    value = number(0.0, doc="the value in the catalog's unit")
    source = text(doc="where it comes from")
