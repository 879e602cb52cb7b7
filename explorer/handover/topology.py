"""The topology file of SimAI and of ASTRA-sim's ns-3 backend.

SimAI reads a line ``nodes gpus_per_server nvswitches switches links gpu_type``, a line with the numbers of
all NVSwitches and then of all switches, and one line ``source target rate delay error_rate`` for each
link. GPUs are numbered from 0, server by server, before all switches. Written as `aliyun/SimAI:
astra-sim-alibabacloud/inputs/topo/gen_Topo_Template.py` writes it and
`astra-sim-alibabacloud/astra-sim/network_frontend/ns3/common.h` reads it (``topof >> node_num >>
gpus_per_server >> nvswitch_num >> switch_num >> link_num >> gpu_type_str``). ASTRA-sim's own reader,
`astra-sim/astra-network-ns3: scratch/common.h`, takes the header ``nodes switches links``.

What the format cannot express, and how it is written instead:

- a simulator has one link between two nodes: parallel links become one with the sum of their rates;
- NICs are no nodes: the links of a NIC start at a GPU; a tray's NICs are assigned to its GPUs in order;
- a server is all GPUs that one scale-up fabric joins; without such a fabric, those of one tray;
- links that leave the layout end at one switch for each link group.
"""

from explorer.analysis import Results
from explorer.errors import ExplorerError
from explorer.handover.cables import Cable, End, cables
from explorer.model import Asic

ERROR_RATE = 0


class _Nodes:
    """Node numbers: first GPUs, then NVSwitches, then switches."""

    def __init__(self, results: Results, listed: list[Cable]):
        layout = results.layout
        self.gpus: dict[tuple[str, str], int] = {}
        for tray in layout.trays:
            for asic in _asics(layout.element(tray.design), "gpu"):
                self.gpus[tray.id, asic.id] = len(self.gpus)
        if not self.gpus:
            raise ExplorerError("the layout has no GPU: a topology starts from hosts (ASICs of role gpu)")
        self.layout = layout
        found = [(c.state.link, end) for c in listed for end in (c.a, c.b)]
        scale_up = {self.key(link, end): None for link, end in found if link.fabric == "scale_up"}
        scale_out = {self.key(link, end): None for link, end in found if link.fabric != "scale_up"}
        self.nvswitches = [key for key in scale_up if key not in self.gpus]
        self.switches = [key for key in scale_out if key not in self.gpus and key not in scale_up]
        numbered = [*self.gpus, *self.nvswitches, *self.switches]
        self.number = {key: i for i, key in enumerate(numbered)}

    def key(self, link, end: End) -> tuple[str, str]:
        """Key of the node at one end of a cable."""
        if end.tray is None:
            return "outside", link.id
        design = self.layout.element(end.tray.design)
        asic = end.slot.host if end.slot else ""
        if end.role == "gpu" and (end.tray.id, asic) in self.gpus:
            return end.tray.id, asic
        gpus, nics = _asics(design, "gpu"), _asics(design, end.role)
        if end.role != "switch" and gpus:
            ids = [nic.id for nic in nics]
            i = ids.index(asic) if asic in ids else 0
            return end.tray.id, gpus[i * len(gpus) // max(len(ids), 1)].id
        return end.tray.id, asic

    def servers(self, pairs) -> int:
        """Number of GPUs per server, which has to be the same for all."""
        group = {key: key[0] for key in self.gpus}
        joined: dict[tuple, set] = {}
        for a, b in pairs:
            for node, gpu in ((a, b), (b, a)):
                if gpu in self.gpus and node not in self.gpus:
                    joined.setdefault(node, set()).add(group[gpu])
        roots = {name: name for name in group.values()}

        def root(name):
            while roots[name] != name:
                name = roots[name]
            return name

        for names in joined.values():
            first, *rest = sorted(names)
            for name in rest:
                roots[root(name)] = root(first)
        sizes: dict[str, int] = {}
        for name in group.values():
            sizes[root(name)] = sizes.get(root(name), 0) + 1
        if len(set(sizes.values())) > 1:
            counts = ", ".join(map(str, sorted(set(sizes.values()))))
            raise ExplorerError(f"servers of {counts} GPUs: the format takes one size of server")
        return next(iter(sizes.values()))


def _asics(design, role: str) -> list[Asic]:
    return [p for p in design.parts if isinstance(p, Asic) and p.role == role]


def _links(results: Results):
    listed = cables(results)
    nodes = _Nodes(results, listed)
    rates: dict[tuple, float] = {}
    delays: dict[tuple, float] = {}
    scale_up = set()
    for cable in listed:
        link = cable.state.link
        ends = nodes.key(link, cable.a), nodes.key(link, cable.b)
        pair = tuple(sorted(ends, key=nodes.number.__getitem__))
        rates[pair] = rates.get(pair, 0.0) + cable.n_links * link.link_gbps
        delays[pair] = max(delays.get(pair, 0.0), cable.state.latency_ns)
        if link.fabric == "scale_up":
            scale_up.add(pair)
    order = sorted(rates, key=lambda pair: [nodes.number[end] for end in pair])
    lines = [
        f"{nodes.number[a]} {nodes.number[b]} {_rate(rates[a, b])} {_delay(delays[a, b])} {ERROR_RATE}"
        for a, b in order
        if a != b
    ]
    return nodes, lines, scale_up


def _rate(gbps: float) -> str:
    return f"{gbps:.0f}Gbps" if float(gbps).is_integer() else f"{gbps * 1000:.0f}Mbps"


def _delay(ns: float) -> str:
    return f"{ns * 1e-6:.6f}".rstrip("0").rstrip(".") + "ms"


def write_simai(results: Results, gpu_type: str = "NONE") -> bytes:
    """SimAI's topology file; SimAI reads the GPU types A100, A800, H100, H800 and any other as NONE.

    Raises
    ------
    ExplorerError
        If the layout has no GPU, or servers of several sizes.
    """
    nodes, lines, scale_up = _links(results)
    n_nv, n_sw = len(nodes.nvswitches), len(nodes.switches)
    word = "".join(c for c in gpu_type if c.isalnum()) or "NONE"
    head = f"{len(nodes.number)} {nodes.servers(scale_up)} {n_nv} {n_sw} {len(lines)} {word}"
    return _file(head, nodes, lines)


def write_astra_sim(results: Results) -> bytes:
    """The topology file of ASTRA-sim's ns-3 backend, which does not distinguish NVSwitches from switches.

    Raises
    ------
    ExplorerError
        If the layout has no GPU.
    """
    nodes, lines, _ = _links(results)
    head = f"{len(nodes.number)} {len(nodes.nvswitches) + len(nodes.switches)} {len(lines)}"
    return _file(head, nodes, lines)


def _file(head: str, nodes: _Nodes, lines: list[str]) -> bytes:
    switches = " ".join(str(nodes.number[key]) for key in (*nodes.nvswitches, *nodes.switches))
    return "\n".join([head, switches, *lines, ""]).encode()
