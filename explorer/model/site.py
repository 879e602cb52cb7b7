"""The site, which is the room, and the racks in it."""

from explorer.model.element import Element, choice, count, number
from explorer.units import PITCH_MM

AIR_CLASSES = ("", "recommended", "A1", "A2", "A3", "A4")
WATER_CLASSES = ("", "W17", "W27", "W32", "W40", "W45", "W+")

GRIDS = (
    "own", "world", "eu", "australia", "austria", "belgium", "brazil", "canada", "chile", "china", "denmark",
    "finland", "france", "germany", "india", "ireland", "japan", "norway", "usa",
)  # fmt: skip
"""Source of the electricity: a region of the catalog, or `own` for the site's `grid_gco2_per_kwh`."""

FEEDS = ("A", "B", "C", "D")
"""Names of a rack's feeds, in order."""


def _in_words(pitches: dict[str, float]) -> str:
    return " or ".join(f"{mm:g} mm ({pitch})" for pitch, mm in pitches.items())


class Site(Element):
    """The room: the air and water that its racks get, what energy costs, the training step of its fabrics."""

    title = "Site"

    supply_air_c = number(25.0, 5.0, 50.0, "air at the rack inlets, at U 1")
    facility_water_c = number(30.0, 2.0, 60.0, "facility water at the CDU")
    air_class = choice("", AIR_CLASSES, "ASHRAE class that the inlet air has to keep to")
    water_class = choice("", WATER_CLASSES, "ASHRAE class that the facility water has to keep to")
    links_judged_by = choice("typical", ("typical", "worst"), "parts with which a link has to close")
    altitude_m = number(0.0, 0.0, 4000.0, "height above the sea, thins the air")
    energy_usd_per_kwh = number(0.08, 0.0, 2.0, "price of electricity")
    grid = choice("own", GRIDS, "region whose carbon the catalog knows; own: grid_gco2_per_kwh")
    grid_gco2_per_kwh = number(481.0, 0.0, 2000.0, "carbon of the grid's electricity, where grid is own")
    step_compute_ms = number(200.0, 0.0, 3_600_000.0, "compute time of one training step")
    step_gb = number(20.0, 0.0, 100_000.0, "gradients that each endpoint adds up with all others in a step")
    pue = number(1.15, 1.0, 3.0, "facility energy over IT energy")
    upstream_efficiency = number(
        None, 0.5, 1.0, "of transformer and UPS; empty: the catalog's", allow_none=True
    )


class Rack(Element):
    """A frame with feeds from the room, a busbar and a coolant loop."""

    title = "Rack"

    pitch = choice("U", PITCH_MM, f"height of one position: {_in_words(PITCH_MM)}")
    height_u = count(48, 1, 60, "positions, counted from 1 at the bottom")
    x_mm = number(0.0, doc="place of the frame in its row")
    width_mm = number(600.0, 300.0, 1500.0)
    depth_mm = number(1068.0, 300.0, 2000.0)
    coolant_supply_c = number(
        35.0, 2.0, 60.0, "coolant at the manifold inlet, which the CDU holds as long as it can"
    )
    coolant_l_per_min = number(0.0, 0.0, 2000.0, "coolant through the rack; 0 for an air-cooled rack")
    facility_l_per_min = number(
        None, 0.1, 10000.0, "facility water through the CDU; empty: as much as coolant", allow_none=True
    )
    cdu_kw_per_k = number(
        None, 0.01, 10000.0, "conductance of the CDU's heat exchanger; empty: no limit", allow_none=True
    )
    air_gradient_k_per_u = number(0.0, -1.0, 1.0, "inlet air warms by this per U of height")
    bus_v = number(50.0, 12.0, 1000.0, "voltage at the power shelves")
    bus_uohm_per_m = number(20.0, 0.1, 1000.0, "busbar resistance, go and return")
    clip_uohm = number(40.0, 0.0, 10_000.0, "between the busbar and a tray, go and return; 0 for none")
    clip_a = number(700.0, 1.0, 10_000.0, "most through one clip; 375 (ORv3) or 700 (HPR)")
    busbar_a = number(
        None,
        1.0,
        100_000.0,
        "most along the busbar, such as 600 (ORv3-600A); empty: unknown",
        allow_none=True,
    )
    power_limit_kw = number(None, 0.0, None, "most that the rack's feeds give", allow_none=True)
    n_feeds = count(2, 1, len(FEEDS), "feeds A, B ... that supply it from the room")
    feed_phases = choice("three", ("single", "three"), "phases of each feed")
    feed_v = number(415.0, 100.0, 1000.0, "of each feed: between phases; of a single phase, to neutral")
    feed_a = number(None, 1.0, 10_000.0, "most on each phase of one feed; empty: unknown", allow_none=True)
    feed_kw = number(None, 0.1, 10_000.0, "most that one feed gives; empty: unknown", allow_none=True)

    @property
    def pitch_mm(self) -> float:
        """Height of one position."""
        return PITCH_MM[self.pitch]
