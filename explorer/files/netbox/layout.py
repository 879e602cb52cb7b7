"""Turns NetBox's tables of racks, devices and cables into one layout."""

from collections.abc import Iterable, Mapping

from explorer.catalog import load
from explorer.errors import LayoutError, nearest
from explorer.files.disk import read_text
from explorer.files.netbox.cabling import groups_of, links_of
from explorer.files.netbox.mounting import Mounted, add_devices, add_racks
from explorer.files.netbox.preview import CableGroup, LayoutPreview, Notice, Notices, Preview
from explorer.files.netbox.tables import WHAT, rows_of
from explorer.model import Cage, Layout

TABLES = ("racks", "devices", "cables")

MOST_KEPT = 200
"""Most unplaced rows that are saved in the layout; findings report all of them."""


def read_layout(racks, devices, cables=None, **choices) -> LayoutPreview:
    """The layout that NetBox's table files describe; `choices` are further arguments of `preview_layout`.

    Raises
    ------
    FileError
        If one of the files cannot be read.
    """
    paths = [path for path in (racks, devices, cables) if path is not None]
    files = dict(zip(TABLES, map(str, paths), strict=False))
    return preview_layout(*(read_text(path, WHAT) for path in paths), files=files, **choices)


def preview_layout(
    racks: str,
    devices: str,
    cables: str = "",
    types: Iterable[Preview] = (),
    technologies: Mapping[tuple[str, str], str] | None = None,
    title: str = "Brought in from NetBox",
    files: Mapping[str, str] | None = None,
) -> LayoutPreview:
    """The layout that NetBox's tables describe, with every finding.

    Parameters
    ----------
    racks, devices, cables : text of the CSV files, as NetBox exports or imports them
    types : previews of the type files of the devices and racks
    files : names of the tables for findings and errors
    technologies : catalog key by the ids of both designs, for cables whose technology is not certain

    Raises
    ------
    FileError
        If one of the tables cannot be read.
    LayoutError
        If `technologies` names designs that no cable joins, or a technology that does not exist.
    """
    by_model = {preview.model: preview for preview in types}
    found = {name: Notices((files or {}).get(name, f"{name}.csv")) for name in TABLES}
    mounted = Mounted()
    add_racks(mounted, rows_of(racks, "racks", found["racks"]), by_model, found["racks"])
    add_devices(mounted, rows_of(devices, "devices", found["devices"]), by_model, found["devices"])
    groups: list[CableGroup] = []
    if cables.strip():
        groups = groups_of(mounted, rows_of(cables, "cables", found["cables"]), found["cables"])
        groups = _chosen(groups, technologies or {})
    links = links_of(mounted, groups)
    used = {tray.design for tray in mounted.trays.values()}
    designs = [_joined(design, links) for design in mounted.designs.values() if design.id in used]
    layout = Layout(
        title=title,
        racks=mounted.racks.values(),
        designs=designs,
        trays=mounted.trays.values(),
        links=links,
        extras=_kept(mounted, groups),
    )
    return LayoutPreview(layout, _sorted(found.values()), tuple(groups))


def _chosen(groups: list[CableGroup], technologies) -> list[CableGroup]:
    ends = {(group.a, group.b) for group in groups}
    rates = {}
    for pair, key in technologies.items():
        rates[pair] = load().technology(key).rate_gbps
        if pair not in ends:
            near = nearest(" to ".join(pair), [" to ".join(e) for e in ends])
            raise LayoutError(f"no cable joins {' and '.join(pair)}" + (f"; {near}" if near else ""))
    return [
        group._replace(technology=technologies[group.a, group.b], gbps=group.gbps or rates[group.a, group.b])
        if (group.a, group.b) in technologies
        else group
        for group in groups
    ]


def _joined(design, links):
    """The design with each cage assigned to the first of its links whose rate fits."""
    own = [link for link in links if design.id in (link.a, link.b)]
    if not own:
        return design
    parts = []
    for part in design.parts:
        fit = [k for k in own if isinstance(part, Cage) and k.link_gbps * part.n_modules <= part.rate_gbps]
        parts.append(part.replaced(links=fit[0].id) if fit else part)
    return design.replaced(parts=tuple(parts))


def _kept(mounted: Mounted, groups) -> dict:
    extras = {}
    if mounted.unplaced:
        rows = [{k: v for k, v in cells.items() if v} for cells in mounted.unplaced[:MOST_KEPT]]
        extras["x_netbox_unplaced"] = rows
    open_groups = [group for group in groups if not group.technology]
    if open_groups:
        extras["x_netbox_cables"] = [
            {"a": g.a, "b": g.b, "type": g.cable, "n": g.n, "gbps": g.gbps, "longest_m": g.longest_m}
            for g in open_groups
        ]
    return extras


def _sorted(notices: Iterable[Notices]) -> tuple[Notice, ...]:
    return tuple(notice for table in notices for notice in table.listed())
