"""Topology files, read as the simulators read them."""

from collections import Counter

import pytest

from explorer.errors import ExplorerError
from explorer.handover import handed_over
from tests.shipped import solved


def parsed(raw: bytes, n_head: int):
    """Token by token, as the simulators' C++ streams do."""
    words = iter(raw.decode().split())
    head = [next(words) for _ in range(n_head)]
    n_switches = sum(map(int, head[2:4] if n_head == 6 else head[1:2]))
    switches = [int(next(words)) for _ in range(n_switches)]
    links = [tuple(next(words) for _ in range(5)) for _ in range(int(head[4 if n_head == 6 else 2]))]
    assert next(words, None) is None
    return head, switches, links


def test_simai_of_an_nvl72(nvl72):
    head, switches, links = parsed(handed_over(nvl72, "simai"), 6)
    assert head == ["91", "72", "18", "1", str(72 * 18 + 72), "NONE"]
    assert switches == list(range(72, 91))
    degree = Counter(int(end) for link in links for end in link[:2])
    assert {degree[gpu] for gpu in range(72)} == {19}
    assert {degree[switch] for switch in range(72, 91)} == {72}
    gbps = sum(int(rate.removesuffix("Gbps")) for *_, rate, _, _ in links)
    assert gbps == sum(k.n_links * k.link_gbps for k in nvl72.layout.links)
    assert {link[4] for link in links} == {"0"}
    delays = {float(link[3].removesuffix("ms")) * 1e6 for link in links}
    assert delays == {float(round(x)) for x in nvl72.links.latency_ns}


def test_astra_sim_of_an_nvl72(nvl72):
    head, switches, links = parsed(handed_over(nvl72, "astra-sim"), 3)
    assert head == ["91", "19", "1368"]
    assert links == parsed(handed_over(nvl72, "simai"), 6)[2]


def test_the_gpu_type_is_one_word(nvl72):
    assert handed_over(nvl72, "simai", gpu_type="H100").split(b"\n")[0].endswith(b" H100")
    assert handed_over(nvl72, "simai", gpu_type="a b\n9").split(b"\n")[0].endswith(b" ab9")


def test_a_switch_alone_is_no_topology():
    with pytest.raises(ExplorerError, match="no GPU"):
        handed_over(solved("switch_51t_dsp"), "simai")
