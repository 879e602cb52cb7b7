"""A way to carry bits: what one end of it draws, reaches, costs, and where it sits."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from explorer.catalog.quantity import WHICH, Quantity
from explorer.errors import CatalogError, nearest
from explorer.quantities.links import TECHNOLOGY

PLACEMENTS = ("faceplate", "rear", "board", "package")
"""Cage at the front, connector at the rear, engine beside the package, engine on the package."""

SERDES_KEYS = ("LR", "VSR", "XSR", "XSR+", "UCIe", "")
"""Classes of host SerDes, from the longest channel to the shortest; empty for light sources."""

BOUNDS = {
    "module_w": (0.0, 2000.0),
    "host_pj_per_bit": (0.0, 100.0),
    "reach_m": (0.0, 100_000.0),
    "latency_ns": (0.0, 1_000_000.0),
    "cost_usd": (0.0, 1_000_000.0),
    "fit": (0.0, 1_000_000.0),
    "els_w": (0.0, 2000.0),
    "t_limit_c": (0.0, 150.0),
}
"""Bounds of the values that a layout may replace, in the units of `quantities.links.TECHNOLOGY`."""


def short_name(name: str) -> str:
    """A technology's name without the part in brackets.

    >>> short_name("TH5-Bailly CPO (6.4T engines)")
    'TH5-Bailly CPO'
    """
    return name.split(" (")[0]


@dataclass(frozen=True, slots=True)
class Technology:
    """One row of the catalog. Watts, dollars and FIT are those of one end that carries `rate_gbps`."""

    key: str
    name: str
    family: str
    medium: str
    status: str
    placement: str
    """One of `PLACEMENTS`"""
    form: str
    rate_gbps: float
    """Payload of one end, each way; 0 for a light source"""
    n_lanes: int
    lane_gbps: float
    baud_gbd: float
    module_w: Quantity
    """Module, or engine with its share of the external laser source"""
    host_serdes_class: str
    """Name of the class as the source prints it"""
    host_serdes_key: str
    """One of `SERDES_KEYS`"""
    host_pj_per_bit: Quantity
    """SerDes of the host, transmit and receive, per payload bit"""
    reach_m: Quantity
    """Shortest useful, usual and longest"""
    latency_ns: Quantity
    """Both ends, one way, without the host's FEC and without flight"""
    fec: str
    cost_usd: Quantity
    fit: Quantity
    """Failures in 1e9 hours"""
    t_limit_c: float
    """Highest temperature of a module's case or an engine's body"""
    width_mm: float | None
    height_mm: float | None
    length_mm: float | None
    edge_gbps_per_mm: float | None
    """Each way, per mm of faceplate or of package edge"""
    els_w: float
    """Part of `module_w` that the external laser source draws"""
    conductors: str
    n_lasers: int
    """Lasers that light one end"""
    unit_gbps: float
    """Rate of one physical part; of a light source, the rate that it supplies with light"""
    unit_width_mm: float
    unit_depth_mm: float
    light_source_key: str
    """Technology of its external laser source; empty if it has none"""
    note: str

    def __post_init__(self):
        for value, known in ((self.placement, PLACEMENTS), (self.host_serdes_key, SERDES_KEYS)):
            if value not in known:
                raise CatalogError(f"Technology '{self.key}': '{value}' is none of {', '.join(known)}")
        if not 0.0 <= self.els_w <= self.module_w.typical:
            most = f"{self.module_w.typical:g} W"
            raise CatalogError(
                f"Technology '{self.key}', els_w: {self.els_w:g} W is outside 0 to {most} (module_w.typical)"
            )

    @property
    def is_published(self) -> bool:
        """Whether a document gives its watts."""
        return self.module_w.kind != "assumption" and any(s != "GK" for s in self.module_w.source)

    @property
    def is_light_source(self) -> bool:
        """Whether it supplies light and carries no data."""
        return self.rate_gbps == 0.0

    @property
    def pj_per_bit(self) -> float:
        """Typical energy of a bit in the module at one end; 0 for a light source."""
        return self.module_w.typical / self.rate_gbps * 1000.0 if self.rate_gbps else 0.0

    def with_values(self, source: str = "", **values: float) -> "Technology":
        """The technology with some values replaced, which become assumptions.

        Keys are such as ``module_w.typical`` or ``els_w``. A typical value beyond the catalog's range
        widens the range. Values are checked against each other once per call, so those that depend on
        each other have to be given in the same call.

        Raises
        ------
        CatalogError
            For an unknown field, a value out of bounds, or a range that falls.

        >>> from explorer.catalog import load
        >>> poet = load().technology("poet_lumilens_npo")
        >>> poet.with_values(**{"module_w.typical": 9.5}, source="our sample").module_w.typical
        9.5
        """
        changed: dict[str, dict[str, float]] = {}
        plain: dict[str, float] = {}
        for field, value in values.items():
            name, _, which = self._known(field).partition(".")
            self._check(field, name, value)
            if which:
                changed.setdefault(name, {})[which] = float(value)
            else:
                plain[name] = float(value)
        ranges = {name: self._range(name, own, source) for name, own in changed.items()}
        return replace(self, **plain, **ranges)

    def _known(self, field: str) -> str:
        known = overridable()
        if field not in known:
            hint = nearest(field, known)
            raise CatalogError(
                f"Technology '{self.key}' has no value '{field}' that a layout can replace"
                + (f"; {hint}" if hint else f" (such as {known[1]})")
            )
        return field

    def _check(self, field, name, value):
        (low, high), unit = BOUNDS[name], TECHNOLOGY[name].unit
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        if not number or not low <= value <= high:
            shown = f"{value:g} {unit}" if number else repr(value)
            raise CatalogError(
                f"Technology '{self.key}', {field}: {shown} is outside {low:g} to {high:g} {unit}"
            )

    def _range(self, name: str, own: Mapping[str, float], source: str) -> Quantity:
        old: Quantity = getattr(self, name)
        typical = own.get("typical", old.typical)
        low = own.get("low", min(old.low, typical))
        high = own.get("high", max(old.high, typical))
        for which, value, fits in (("low", low, low <= typical), ("high", high, typical <= high)):
            if not fits:
                side = "above" if which == "low" else "below"
                raise CatalogError(
                    f"Technology '{self.key}', {name}.{which}: {value:g} {old.unit} is {side} "
                    f"the typical {typical:g} {old.unit}; change {name}.typical with it"
                )
        sources = (source,) if source else ()
        return Quantity(low, typical, high, old.unit, sources, "", "assumption", source)


def overridable() -> list[str]:
    """Every value that a layout can replace, such as ``module_w.typical``.

    >>> overridable()[:4]
    ['module_w.low', 'module_w.typical', 'module_w.high', 'host_pj_per_bit.low']
    """
    types = {f.name: f.type for f in fields(Technology)}
    return [
        key
        for name in BOUNDS
        for key in ([f"{name}.{w}" for w in WHICH] if types[name] is Quantity else [name])
    ]
