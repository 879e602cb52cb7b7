"""Error correction and collectives against exact sums, simulation and step-by-step counts."""

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from explorer.errors import SolverError
from explorer.solvers.fabric.collectives import (
    all_gather_s,
    all_to_all_s,
    ring_all_reduce_s,
    tree_all_reduce_s,
)
from explorer.solvers.links.channel import Q_AT_INNER_LIMIT, Q_AT_KP4_LIMIT, pam4_ber
from explorer.solvers.links.fec import inner_ber, rs_failure


@given(st.floats(1e-9, 1.0), st.integers(2, 60), st.integers(1, 10), st.data())
def test_codeword_failure_is_the_binomial_tail(ber, n, bits, data):
    n = min(n, 2**bits)
    t = data.draw(st.integers(0, n - 1))
    wrong = -math.expm1(bits * math.log1p(-ber)) if ber < 1 else 1.0
    assert rs_failure(ber, n, t, bits)[0] == pytest.approx(binom.sf(t, n, wrong), rel=1e-9, abs=1e-300)


def test_codeword_failure_in_whole_numbers():
    """Exact fractions, where floating sums of SciPy end."""
    p = 1 - (1 - Fraction(1, 10**5)) ** 10
    tail = sum(math.comb(544, k) * p**k * (1 - p) ** (544 - k) for k in range(16, 60))
    assert rs_failure(1e-5)[0] == pytest.approx(float(tail), rel=1e-9)
    assert 0 < rs_failure(1e-5)[0] < 1e-30


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_errors_never_fail_less(a, b):
    low, high = sorted((a, b))
    assert rs_failure(low)[0] <= rs_failure(high)[0] * (1 + 1e-9)
    assert inner_ber(low)[0] <= inner_ber(high)[0] * (1 + 1e-9)
    assert inner_ber(high)[0] <= high


def extended_hamming():
    """The 16 words of the extended Hamming code of eight bits."""
    rows = ["11111111", "00001111", "00110011", "01010101"]
    generator = np.array([[int(c) for c in row] for row in rows])
    message = np.array([[i >> k & 1 for k in range(4)] for i in range(16)])
    return message @ generator % 2


def test_words_in_four_bits_distance():
    """A_4 = n (n - 1) (n - 2) / 24: by hand for eight bits, by the check matrix for sixteen."""
    weights = extended_hamming().sum(axis=1)
    assert sorted(weights) == [0, *[4] * (8 * 7 * 6 // 24), 8]
    columns = [16 | i for i in range(16)]
    dependent = sum(not (a ^ b ^ c ^ d) for a, b, c, d in combinations(columns, 4))
    assert dependent == 16 * 15 * 14 // 24


def test_what_the_inner_code_leaves_is_what_a_soft_decoder_leaves():
    """Maximum likelihood over all words of the short code, on PAM4 levels under Gaussian noise."""
    words = extended_hamming()
    q = 1.9
    random = np.random.default_rng(5)
    sent = words[random.integers(0, 16, 60_000)]
    # interleaved, so that each bit of a word rides in another Gray-coded symbol, as its first or last bit;
    # the symbol's other bit is known to nobody, and the decoder takes the nearest of the two levels
    gray = np.array([[0, 0], [0, 1], [1, 1], [1, 0]])
    level_of = {tuple(bits): level for level, bits in enumerate(gray)}
    place = random.integers(0, 2, sent.shape)
    other = random.integers(0, 2, sent.shape)
    bits = np.where(place[..., None] == np.arange(2), sent[..., None], other[..., None])
    table = np.array([[level_of[(a, b)] for b in (0, 1)] for a in (0, 1)])
    level = table[bits[..., 0], bits[..., 1]]
    heard = level + random.normal(0.0, 0.5 / q, level.shape)
    distance = (heard[..., None] - np.arange(4)) ** 2
    value = gray[:, place].transpose(1, 2, 0)
    soft = np.stack([np.where(value == v, distance, np.inf).min(axis=-1) for v in (0, 1)])
    metric = np.where(words[:, None, :] == 1, soft[1], soft[0]).sum(axis=-1)
    got = (words[metric.argmin(axis=0)] != sent).mean()
    hard = (soft.argmin(axis=0) != sent).mean()
    assert hard == pytest.approx(0.375 * math.erfc(q / math.sqrt(2)), rel=0.05)
    # a leading term: right in size, and the code is worth an order of magnitude
    assert got == pytest.approx(inner_ber(hard, bits=8)[0], rel=0.5)
    assert got < hard / 3


def test_the_limit_before_the_inner_code_meets_that_behind_it():
    assert pam4_ber(0.0, Q_AT_INNER_LIMIT)[0] == pytest.approx(4.8e-3, rel=1e-6)
    assert pam4_ber(0.0, Q_AT_KP4_LIMIT)[0] == pytest.approx(2.4e-4, rel=1e-6)
    assert inner_ber(4.8e-3)[0] == pytest.approx(2.4e-4, rel=0.15)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: rs_failure(-1e-3), "bit error ratio -0.001 is outside 0 to 1"),
        (lambda: rs_failure(float("nan")), "bit error ratio nan"),
        (lambda: rs_failure(0.1, n=2000), "2000 symbols of 10 bits: a Reed-Solomon code has 1 to 1024"),
        (lambda: rs_failure(0.1, t=544), "t = 544: a codeword of 544 symbols mends 0 to 543"),
        (lambda: all_gather_s(0, 1.0, 1.0, 0.0), "ranks = 0"),
        (lambda: all_gather_s(2, 1.0, 0.0, 0.0), "bandwidth = 0 B/s"),
    ],
)
def test_what_cannot_be_is_named(call, said):
    with pytest.raises(SolverError) as refused:
        call()
    assert said in str(refused.value)


@given(st.integers(1, 12), st.floats(1.0, 1e9), st.floats(1.0, 1e12), st.floats(0.0, 1e-3))
def test_rings_step_by_step(ranks, size, rate, step):
    """Every step sends one piece of S / N and costs one latency."""
    once = sum(size / ranks / rate + step for _ in range(ranks - 1))
    assert all_gather_s(ranks, size, rate, step) == pytest.approx(once, rel=1e-12)
    assert ring_all_reduce_s(ranks, size, rate, step) == pytest.approx(2 * once, rel=1e-12)


def test_trees_beat_rings_where_latency_counts_and_not_where_data_does():
    assert tree_all_reduce_s(1024, 1e3, 1e11, 1e-6) < ring_all_reduce_s(1024, 1e3, 1e11, 1e-6)
    assert tree_all_reduce_s(8, 1e10, 1e11, 1e-6) > ring_all_reduce_s(8, 1e10, 1e11, 1e-6)


@given(st.integers(2, 40), st.floats(1e6, 1e9))
def test_a_cut_as_wide_as_half_of_the_ports_never_binds(ranks, size):
    wide = ranks // 2 * 1e9
    assert all_to_all_s(ranks, size, 1e9, 0.0, wide) <= all_to_all_s(ranks, size, 1e9, 0.0) * (
        1 + 1 / (ranks - 1)
    )
    assert all_to_all_s(ranks, size, 1e9, 0.0, wide / 100) > all_to_all_s(ranks, size, 1e9, 0.0)
