"""Which port of a tray a cable goes into, and the name of that port.

The rule, in the order in which it is applied:

1. Modules of one role (switch, gpu, nic, cpu) are numbered from 1 on each design: by link group in the
   order of the layout, then in the order of the parts in the file, then from the bottom of a stack.
2. A module whose rate is a multiple of the link's carries several links, numbered from 1 within it.
3. A port of a switch is named ``sw<module>p<link>``, as on NVIDIA's XDR switches; of a NIC
   ``<module>`` or ``<module>/<link>``; of a GPU or CPU ``gpu<module>p<link>``, ``cpu<module>p<link>``.
   Ports that came from NetBox keep their names.
4. The links of a tray are dealt to its ASICs in turn, so that every pair of ASICs gets equally many. Each
   link takes the lowest free port of its ASIC.
"""

from collections import deque
from typing import NamedTuple

from explorer.analysis import Results
from explorer.analysis.links.ports import ports_of
from explorer.model import LinkGroup, TrayDesign
from explorer.model.ports import hosts


class Slot(NamedTuple):
    """One place for a link: some of the lanes of one module."""

    host: str
    """Id of the ASIC whose lanes go there; empty if the file names none"""
    module: int
    split: int
    name: str
    part: str
    """Id of the part; empty if none is drawn"""


class Sockets:
    """The free slots of one tray for one link group, by ASIC."""

    def __init__(self, slots: list[Slot], asics: list[str], role: str, whole: bool):
        named = [slot for slot in slots if not whole or slot.split == 1]
        self.free: dict[str, deque[Slot]] = {asic: deque() for asic in asics}
        for slot in named:
            self.free.setdefault(slot.host if slot.host in self.free else (asics or [""])[0], deque()).append(
                slot
            )
        self.load = dict.fromkeys(self.free, 0)
        # Number of links by (sockets of another tray, ASIC here, ASIC there).
        self.met: dict[tuple, int] = {}
        self.role, self.next = role, 1 + max((slot.module for slot in slots), default=0)

    @property
    def asics(self) -> list[str]:
        return list(self.free)

    def take(self, asic: str) -> Slot:
        """The lowest free slot of an ASIC, else of another ASIC's module, which then carries lanes of both.

        If all slots are taken, one that is not drawn.
        """
        self.load[asic] += 1
        for queue in (self.free[asic], *self.free.values()):
            if queue:
                return queue.popleft()._replace(host=asic)
        self.next += 1
        return Slot(asic, self.next - 1, 1, port_name(self.role, self.next - 1, 1, 1), "")


class Numbering:
    """The slots of every design and link group of a layout."""

    def __init__(self, results: Results):
        self.layout = results.layout
        self.known: dict[tuple[str, str, int], list[Slot]] = {}
        counted: dict[tuple[str, str], int] = {}
        for state in results.link_states.values():
            for end, (design_id, role) in enumerate(state.link.ends):
                first = counted.get((design_id, role), 0)
                slots = _slots(self.layout, state.link, design_id, role, first)
                self.known[state.link.id, design_id, end] = slots
                counted[design_id, role] = max([first, *(slot.module for slot in slots)])

    def slots(self, link: LinkGroup, end: int) -> list[Slot]:
        """All slots that one tray offers to one end of a link group."""
        design, _ = link.ends[end]
        return self.known[link.id, design, end]

    def sockets(self, link: LinkGroup, end: int, whole: bool) -> Sockets:
        """All slots of one tray as free ones; `whole`: a cable takes a whole module."""
        design, role = link.ends[end]
        asics = [asic.id for asic in hosts(self.layout.element(design), role)]
        return Sockets(self.slots(link, end), asics or [""], role, whole)


def _slots(layout, link: LinkGroup, design_id: str, role: str, first: int) -> list[Slot]:
    design: TrayDesign = layout.element(design_id)
    slots, module = [], first
    for port in ports_of(layout, link)[design.id]:
        n = getattr(port, "n_modules", 1)
        splits = max(1, round(port.rate_gbps / n / link.link_gbps)) if port.rate_gbps else 1
        names = port.extras.get("x_netbox_ports")
        names = iter(names if isinstance(names, list) else ())
        for _ in range(n):
            module += 1
            for split in range(1, splits + 1):
                name = next(names, None) or port_name(role, module, split, splits)
                slots.append(Slot(port.host, module, split, str(name), port.id))
    return slots


def port_name(role: str, module: int, split: int, splits: int) -> str:
    """Name of a port.

    >>> port_name("switch", 3, 1, 2), port_name("nic", 4, 1, 1), port_name("gpu", 1, 2, 4)
    ('sw3p1', '4', 'gpu1p2')
    """
    if role == "nic":
        return str(module) if splits == 1 else f"{module}/{split}"
    return f"{'sw' if role == 'switch' else role}{module}p{split}"
