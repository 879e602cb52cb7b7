"""Places at a faceplate: columns of modules above each other, of all link groups that share the edge."""

import math
import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from explorer.model.part import Part
from explorer.model.parts import Cage, LaserSource
from explorer.model.tray import TrayDesign

EDGE_MM = 3.0
WALL_MM = 1.0
"""Between two cages."""

CLEAR_MM = 1.0
"""Between a cage and another part at the edge."""

WIDEST_PITCH = 1.35
"""Columns stand at most this many times their width apart where there is room."""

STEMS = {Cage: "cage", LaserSource: "els"}


class Modules(NamedTuple):
    """Modules of one host at the edge."""

    host: str
    n: int
    gbps: float
    """data rate of all of them, each way"""


class Block(NamedTuple):
    """The modules, or the laser sources, of one link group."""

    kind: type[Cage] | type[LaserSource]
    link: str
    form: str
    """as it is labeled, such as OSFP"""
    width_mm: float
    depth_mm: float
    modules: tuple[Modules, ...]
    is_mixed: bool = False
    """whether modules of two hosts may stand in one column"""

    @property
    def counts(self) -> list[int]:
        return [each.n for each in self.modules]

    def mixed(self) -> "Block":
        """The block with columns that may hold modules of two hosts."""
        return self._replace(is_mixed=True)

    def stacks(self, height: int) -> list[list[str]]:
        """The hosts of each column's modules, as even as they can be."""
        groups = [[each.host] * each.n for each in self.modules]
        if self.is_mixed:
            groups = [[host for group in groups for host in group]]
        found = []
        for group in groups:
            n = math.ceil(len(group) / height)
            each, more = divmod(len(group), n)
            ends = list(accumulate(each + (k < more) for k in range(n)))
            found += [group[start:end] for start, end in pairwise([0, *ends])]
        return found

    def n_columns(self, height: int) -> int:
        """Columns of at most that many modules."""
        counts = [sum(self.counts)] if self.is_mixed else self.counts
        return sum(math.ceil(n / height) for n in counts)

    def parts(self, design: TrayDesign, places: Sequence[float], height: int) -> list[Part]:
        """The ports in columns at these places. A column of two hosts counts as that of which it has more."""
        digits, stem = "02d" if self.kind is Cage else "d", STEMS[self.kind]
        each_gbps = {each.host: each.gbps / each.n for each in self.modules}
        made: list[Part] = []
        for number, (x_mm, stack) in enumerate(zip(places, self.stacks(height), strict=True), 1):
            n = len(stack)
            made.append(
                self.kind(
                    id=f"{design.id}.{self.link}_{stem}{number:{digits}}",
                    label=f"{self.form} {number}" + (f" x{n}" if n > 1 else ""),
                    x_mm=x_mm,
                    y_mm=0.0,
                    width_mm=self.width_mm,
                    depth_mm=self.depth_mm,
                    links=self.link,
                    host=max(stack, key=stack.count),
                    rate_gbps=round(sum(each_gbps[host] for host in stack), 6),
                    n_modules=n,
                )
            )
        return made


def with_block(design: TrayDesign, parts: list[Part], block: Block, rows: int) -> list[Part] | None:
    """The parts and the ports of one more block, at most `rows` above each other; None without room.

    The other parts stay where they are if the block fits beside them. If it does not, all blocks along the
    edge are laid out anew, as low as they all fit. Only where that is not enough do two hosts share a column.
    """
    others = _blocks(design, parts)
    own = {id(part) for _, ports in others for part in ports}
    rest = [part for part in parts if id(part) not in own]
    for asked in (block, block.mixed()):
        beside = _beside(design, parts, asked, rows)
        if beside is not None:
            return [*parts, *beside]
        laid = _side_by_side(design, rest, [*(other for other, _ in others), asked], rows)
        if laid is not None:
            return [*rest, *laid]
    return None


def overfull(design: TrayDesign, parts: Iterable[Part], block: Block, rows: int) -> list[Part]:
    """The ports of a block that finds no room: higher than fits, which a placement rule reports."""
    free = free_intervals(design, parts, block.depth_mm)
    if not any(right - left >= block.width_mm for left, right in free):
        # over what stands there, which a rule reports too
        free = [(EDGE_MM, max(design.width_mm - EDGE_MM, EDGE_MM + block.width_mm))]
    block, high = block.mixed(), rows
    while (places := spread(free, block, high)) is None:
        high *= 2
    return block.parts(design, *places)


def _beside(design, parts, block: Block, rows: int) -> list[Part] | None:
    places = spread(free_intervals(design, parts, block.depth_mm), block, rows)
    return None if places is None else block.parts(design, *places)


def spread(
    free: list[tuple[float, float]], block: Block, rows: int, widest: float = WIDEST_PITCH
) -> tuple[list[float], int] | None:
    """Places of the columns and their height, as low as the free stretches allow; None if none are.

    The widest stretch is filled first. Columns stand up to `widest` times their width apart.
    """
    pitch, width_mm = block.width_mm + WALL_MM, block.width_mm
    room = sum(int((right - left + WALL_MM) // pitch) for left, right in free)
    height = next((r for r in range(1, rows + 1) if block.n_columns(r) <= room), None)
    if height is None:
        return None
    n, places = block.n_columns(height), []
    for left, right in free:
        fit = min(int((right - left + WALL_MM) // pitch), n - len(places))
        step = min(pitch * widest, (right - left - width_mm) / (fit - 1)) if fit > 1 else pitch
        start = left + (right - left - step * (fit - 1) - width_mm) / 2
        places += [round(start + step * k, 2) for k in range(fit)]
    return places, height


def _blocks(design: TrayDesign, parts: Iterable[Part]) -> list[tuple[Block, list[Cage | LaserSource]]]:
    """The blocks among the parts, from left to right: ports that a technology has put there."""
    found: dict[tuple, list[Cage | LaserSource]] = {}
    for part in parts:
        if not isinstance(part, (Cage, LaserSource)):
            continue
        stem = STEMS[type(part)]
        if re.fullmatch(rf"{re.escape(design.id)}\.{re.escape(part.links)}_{stem}\d+", part.id):
            found.setdefault((type(part), part.links), []).append(part)
    blocks = []
    for (kind, link), ports in found.items():
        hosts: dict[str, Modules] = {}
        for port in ports:
            own = hosts.get(port.host, Modules(port.host, 0, 0.0))
            hosts[port.host] = Modules(port.host, own.n + port.n_modules, own.gbps + port.rate_gbps)
        size = max(p.width_mm for p in ports), max(p.depth_mm for p in ports)
        form = ports[0].label.partition(" ")[0]
        blocks.append((Block(kind, link, form, *size, tuple(hosts.values())), ports))
    return sorted(blocks, key=lambda each: min(port.x_mm for port in each[1]))


def _side_by_side(design, rest, blocks: list[Block], rows: int) -> list[Part] | None:
    """All blocks from left to right, as low as they all fit; None if they do not."""
    free = sorted(free_intervals(design, rest, max(block.depth_mm for block in blocks)))
    for height in range(1, rows + 1):
        edge, laid = _Edge(free), []
        for block in blocks:
            places = edge.taken(block.width_mm, block.n_columns(height))
            if places is None:
                break
            laid += block.parts(design, places, height)
        else:
            return laid
    return None


class _Edge:
    """The free stretches of an edge, taken from the left."""

    def __init__(self, free: list[tuple[float, float]]):
        self._free = list(free)

    def taken(self, width_mm: float, n: int) -> list[float] | None:
        """Left edges of the next n columns; None if there is no room for all of them."""
        places: list[float] = []
        while len(places) < n and self._free:
            left, right = self._free[0]
            if left + width_mm <= right:
                self._free[0] = left + width_mm + WALL_MM, right
                places.append(round(left, 2))
            else:
                self._free.pop(0)
        return places if len(places) == n else None


def free_intervals(design: TrayDesign, parts: Iterable[Part], depth_mm: float) -> list[tuple[float, float]]:
    """Stretches of the front edge that no part takes, widest first."""
    taken = sorted((p.x_mm, p.x_mm + p.width_mm) for p in parts if p.y_mm < depth_mm)
    free, left = [], EDGE_MM
    for start, end in taken:
        if start > left:
            free.append((left, start - CLEAR_MM))
        left = max(left, end + CLEAR_MM)
    if left < design.width_mm - EDGE_MM:
        free.append((left, design.width_mm - EDGE_MM))
    return sorted(free, key=lambda f: f[0] - f[1])
