"""What is drawn: racks, trays, parts and links as immutable, declared values."""

from explorer.model.element import Element
from explorer.model.layout import Layout
from explorer.model.links import LinkGroup, Override
from explorer.model.parts import (
    PART_KINDS,
    Asic,
    Cage,
    Connector,
    Engine,
    LaserSource,
    Load,
    Part,
    Port,
)
from explorer.model.site import FEEDS, GRIDS, Rack, Site
from explorer.model.tray import Tray, TrayDesign

__all__ = [
    "FEEDS",
    "GRIDS",
    "PART_KINDS",
    "Asic",
    "Cage",
    "Connector",
    "Element",
    "Engine",
    "LaserSource",
    "Layout",
    "LinkGroup",
    "Load",
    "Override",
    "Part",
    "Port",
    "Rack",
    "Site",
    "Tray",
    "TrayDesign",
]
