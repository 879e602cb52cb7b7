"""Turns interfaces into cages at the faceplate of a design."""

import re
from typing import NamedTuple

from explorer.files.netbox.components import is_management
from explorer.files.netbox.fields import Within
from explorer.files.netbox.preview import Notices, counted
from explorer.files.netbox.vocabulary import CAGES_MM, port_type
from explorer.model import Cage, TrayDesign
from explorer.model.faceplate import WIDEST_PITCH, Block, Modules, free_intervals, overfull, spread
from explorer.model.placement import ROWS_PER_U

TWIN = re.compile(r"(?P<stem>.*\d)[p.:](?P<half>[012])\Z")
"""Names of the two ports of one twin-port module, such as sw1p1 and sw1p2, or P0.0 and P0.1."""

MOST_MODULES = 1024
"""Most modules that are drawn at one faceplate (assumption)."""


class Socket(NamedTuple):
    """One place for a module and the ports in it."""

    form: str
    gbps: float
    technology: str
    names: tuple[str, ...]


def sockets(rows: list[Within], notices: Notices) -> list[Socket]:
    """Places for modules, one for both ports of a twin; ports that take no module are only reported."""
    made: list[Socket] = []
    plain, management, open_rate = [], [], []
    by_type: dict[str, list[Within]] = {}
    for row in rows:
        word = row.block.get("type")
        if not isinstance(word, str):
            continue
        known = port_type(word[:80])
        if is_management(row):
            management.append(row)
        elif not known.cage:
            plain.append(row)
        elif known.gbps is None:
            open_rate.append(row)
        else:
            by_type.setdefault(word, []).append(row)
    for word, group in by_type.items():
        made += _of_type(word[:80], group, notices)
    for found, why in (
        (plain, "without a module"),
        (management, "for management"),
        (open_rate, "of no known rate"),
    ):
        if found:
            done = f"{counted(len(found), 'port')} {why}; kept in the record, not drawn"
            notices.add("note", "not_drawn", found[0].line(), "interfaces", _few(found), done)
    return made


def _of_type(word: str, rows: list[Within], notices: Notices) -> list[Socket]:
    known = port_type(word)
    first = rows[0]
    if known.assumed:
        n = counted(len(rows), "cage")
        done = f"the type names no form; the size of {known.cage.upper()} is assumed for {n}"
        notices.add(
            "note",
            "cage_assumed",
            first.line("type"),
            "interfaces",
            word,
            done,
            "a type such as 800gbase-x-osfp",
        )
    if not known.technology:
        n = counted(len(rows), "port")
        done = f"{n} of {known.gbps:g} Gb/s, with cages and no link: the technology is open"
        notices.add("note", "technology_open", first.line("type"), "interfaces", word, done)
    names = [str(row.block.get("name", "")) for row in rows]
    groups = _twins(names) if known.cage in ("osfp", "osfp-rhs") else None
    if groups:
        twins = sum(len(group) == 2 for group in groups)
        alone = len(groups) - twins
        done = f"{2 * twins} ports share {twins} twin-port cages, by their names" + (
            f"; {alone} stand alone" if alone else ""
        )
        notices.add("note", "twin_ports", first.line(), "interfaces", word, done)
    return [
        Socket(known.cage, known.gbps * len(group), known.technology, tuple(group))
        for group in (groups or [[name] for name in names])
    ]


def _twins(names: list[str]) -> list[list[str]] | None:
    """Names by cage, if most cages are twins and none has three ports; ports without a twin stand alone."""
    by_stem: dict[str, list[str]] = {}
    halves = set()
    for name in names:
        found = TWIN.match(name)
        if found:
            halves.add(found["half"])
        by_stem.setdefault(found["stem"] if found else f"{name} alone", []).append(name)
    sizes = [len(group) for group in by_stem.values()]
    fit = len(halves) == 2 and max(sizes) == 2 and sizes.count(2) * 2 > len(sizes)
    return list(by_stem.values()) if fit else None


def cages(design: TrayDesign, made: list[Socket], notices: Notices) -> list[Cage]:
    """Cages along the faceplate, one for each column of equal sockets."""
    placed: list[Cage] = []
    n_drawn = 0
    by_sort: dict[tuple, list[Socket]] = {}
    for socket in made:
        by_sort.setdefault((socket.form, socket.gbps), []).append(socket)
    for (form, gbps), group in by_sort.items():
        if n_drawn + len(group) > MOST_MODULES:
            done = f"{len(group)} modules are more than a faceplate holds; kept in the record, not drawn"
            notices.add("error", "too_many_ports", None, "interfaces", form, done, f"{MOST_MODULES} at most")
            continue
        n_drawn += len(group)
        width, depth = CAGES_MM[form]
        rows = ROWS_PER_U * design.height_u
        standing = [*design.parts, *placed]
        block = Block(Cage, "", form.upper(), width, depth, (Modules("", len(group), 0.0),))
        # sorts that follow need the room beside
        widest = WIDEST_PITCH if len(by_sort) == 1 else 1.0
        found = spread(free_intervals(design, standing, depth), block, rows, widest)
        if found is None:
            columns = [(port.x_mm, port.modules) for port in overfull(design, standing, block, rows)]
            done = f"{len(group)} {form.upper()} stack higher than the faceplate of {design.height_u} U"
            notices.add(
                "warning", "faceplate_full", None, "interfaces", form, done, "a board wider than 440 mm"
            )
        else:
            places, height = found
            columns = list(zip(places, map(len, block.stacks(height)), strict=True))
        first = 0
        for x, n in columns:
            names = [name for socket in group[first : first + n] for name in socket.names]
            placed.append(
                Cage(
                    id=f"{design.id}.cage{len(placed) + 1:02d}",
                    label=f"{form.upper()} {names[0]}"[:60] + (f" x{n}" if n > 1 else ""),
                    x_mm=x,
                    y_mm=0.0,
                    width_mm=width,
                    depth_mm=depth,
                    rate_gbps=round(gbps * n, 6),
                    n_modules=n,
                    extras={"x_netbox_ports": names},
                )
            )
            first += n
    return placed


def _few(rows: list[Within]) -> str:
    names = [str(row.block.get("name", "")) for row in rows[:4]]
    return ", ".join(names) + (" ..." if len(rows) > 4 else "")
