"""What the model does quickly, done slowly: every part against every other, every name tried in turn."""

import math
from itertools import combinations

from explorer.model import Engine
from explorer.model.edits import movable
from explorer.model.placement import TOUCH_MM, overlap_mm
from explorer.model.ports import DIE_GAP_MM, PACKAGE_GAP_MM
from explorer.model.slots import ring_slots


def overlapping(parts) -> list[tuple[int, int]]:
    """Each two parts that stand in each other, by index."""
    return [(i, j) for (i, a), (j, b) in combinations(enumerate(parts), 2) if overlap_mm(a, b) > TOUCH_MM]


def free_slot(design, parts, slots, width_mm, depth_mm, host, on_package):
    """The first slot that is on the board and free of all parts; on the middle of the host if none is."""
    boxes = [p.die_mm if p is host and on_package else p.box_mm for p in parts]
    for x, y in slots:
        inside = x >= 0 and y >= 0 and x + width_mm <= design.width_mm and y + depth_mm <= design.depth_mm
        if inside and not any(
            x < right and left < x + width_mm and y < rear and front < y + depth_mm
            for left, front, right, rear in boxes
        ):
            return x, y
    x, y = host.center_mm
    return round(x - width_mm / 2, 2), round(y - depth_mm / 2, 2)


def port_hosts(layout, link, design, technology) -> list:
    """The host of each port: links are dealt out one by one, and every host buys for its own."""
    n_trays, found = len(layout.trays_of(design.id)), []
    roles = [role for id, role in link.ends if id == design.id]
    for role in dict.fromkeys(roles):
        owners = [p for p in design.parts if p.kind == "asic" and p.role == role]
        links = roles.count(role) * link.n_links / n_trays
        dealt = [owners[i % len(owners)].id for i in range(max(1, math.ceil(links - 1e-9)))]
        for owner in owners:
            share = dealt.count(owner.id) / len(dealt)
            if share:
                gbps = links * link.link_gbps * share
                found += [owner] * max(1, math.ceil(gbps / technology.unit_gbps - 1e-9))
    return found


def engine_places(design, standing, owners, technology) -> list[tuple[float, float]]:
    """Where the engines of these hosts go, one after the other, each looking anew at all slots and parts."""
    on_package = technology.placement == "package"
    size = technology.unit_width_mm, technology.unit_depth_mm
    engines = []
    for i, owner in enumerate(owners):
        inner, gap = (owner.die_mm, DIE_GAP_MM) if on_package else (owner.box_mm, PACKAGE_GAP_MM)
        slots = ring_slots(inner, *size, gap)
        x, y = free_slot(design, standing + engines, slots, *size, owner, on_package)
        engines.append(Engine(id=f"e{i}", x_mm=x, y_mm=y, width_mm=size[0], depth_mm=size[1]))
    return [(engine.x_mm, engine.y_mm) for engine in engines]


def n_slots(design, owners, technology) -> int:
    """Slots around all owners that lie on the board."""
    on_package = technology.placement == "package"
    width_mm, depth_mm = technology.unit_width_mm, technology.unit_depth_mm
    return sum(
        x >= 0 and y >= 0 and x + width_mm <= design.width_mm and y + depth_mm <= design.depth_mm
        for owner in owners
        for x, y in ring_slots(
            owner.die_mm if on_package else owner.box_mm,
            width_mm,
            depth_mm,
            DIE_GAP_MM if on_package else PACKAGE_GAP_MM,
        )
    )


def beside(design, part) -> tuple[float, float]:
    """The nearest free place right, left, behind or in front of a part, by a look at all parts."""
    w, d, gap = part.width_mm, part.depth_mm, 2.0
    for n in range(1, 40):
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            x, y = part.x_mm + n * dx * (w + gap), part.y_mm + n * dy * (d + gap)
            inside = x >= 0 and y >= 0 and x + w <= design.width_mm and y + d <= design.depth_mm
            if inside and not any(
                x < right and left < x + w and y < rear and front < y + d
                for left, front, right, rear in (other.box_mm for other in design.parts)
            ):
                return round(x, 3), round(y, 3)
    return round(part.x_mm + gap, 3), round(part.y_mm + gap, 3)


def copied_places(layout, ids) -> list[tuple[float, float]]:
    """Where copies of parts of one board go, each beside its original and off all before it."""
    places = []
    for id in ids:
        part, design = movable(layout, id), layout.design_of(id)
        places.append(beside(design, part))
        copy = part.replaced(id=f"copy{len(places)}", x_mm=places[-1][0], y_mm=places[-1][1])
        layout = layout.replaced(design.replaced(parts=(*design.parts, copy)))
    return places


def fresh_id(stem: str, number: int, digits: int, taken: set[str]) -> str:
    """The first name from a number on that is not taken, and takes it."""
    while f"{stem}{number:0{digits}d}" in taken:
        number += 1
    taken.add(f"{stem}{number:0{digits}d}")
    return f"{stem}{number:0{digits}d}"
