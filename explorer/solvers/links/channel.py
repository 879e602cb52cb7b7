"""Copper loss, margins, noise, bit errors and wear of one lane.

Symbols: f [GHz] Nyquist frequency, a, b loss coefficients of `a sqrt(f) + b f` [dB/m], M [dB] optical
margin, Q ratio of half level spacing to noise, T [K].
"""

import math

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.compiled import kernel

BOLTZMANN_EV = 8.617333262e-5
Q_AT_KP4_LIMIT = 3.4140705542
"""Q of PAM4 at a pre-FEC bit error ratio of 2.4e-4, the planning limit of RS(544,514)."""

Q_AT_INNER_LIMIT = 2.4892858648
"""Q of PAM4 at 4.8e-3, the limit in front of the inner Hamming(128,120)."""

MODEL_GHZ = (1.0, 70.0)
"""Valid range of the loss model: its figures are given at 26.56 and 53.1 GHz."""


def line_loss_db_per_m(f, a, b):
    """Loss of a cable or trace [dB/m]: skin effect as the root of frequency, dielectric in proportion to it.

    >>> round(float(line_loss_db_per_m(26.56, 0.761, 0.063)), 2)
    5.6
    """
    return a * np.sqrt(f) + b * f


def at_frequency(f, f1, loss1_db, f2, loss2_db):
    """Loss [dB] at a frequency [GHz], by a power law through the losses at two others.

    Raises
    ------
    SolverError
        If the frequency is outside `MODEL_GHZ`.

    >>> round(at_frequency(53.125, 26.56, 0.88, 53.125, 1.7), 3)
    1.7
    >>> round(at_frequency(40.0, 26.56, 1.0, 53.12, 2.0), 3)
    1.506
    """
    low, high = MODEL_GHZ
    if not low <= f <= high:
        near = min(max(f, low), high)
        raise SolverError(
            f"{f:g} GHz is outside the loss model's range {low:g} to {high:g} GHz; nearest is {near:g} GHz"
        )
    exponent = math.log(loss2_db / loss1_db) / math.log(f2 / f1)
    return loss1_db * (f / f1) ** exponent


def warmed_db(loss_db, t_c, t_ref_c, per_k):
    """Loss [dB] of a length of copper at ``t_c``, from its loss at ``t_ref_c``.

    In the skin regime loss goes with the root of resistivity, so a kelvin adds half the share that it adds
    to the resistance.

    >>> warmed_db(10.0, 70.0, 20.0, 0.002)
    11.0
    """
    return loss_db * (1.0 + per_k * (t_c - t_ref_c))


def copper_reach_m(budget_db, ends_db, db_per_m):
    """Longest cable [m] within a loss budget, after the losses at both ends; 0 if they exceed it.

    >>> round(copper_reach_m(40.0, 27.0, 8.9), 2)
    1.46
    """
    return max(0.0, budget_db - ends_db) / db_per_m


def pam4_ber(margin_db, q_at_limit=Q_AT_KP4_LIMIT):
    """Pre-FEC bit error ratio of Gray-coded PAM4 at an optical margin over a limit.

    Thermal noise alone: Q grows with the amplitude, BER = 3/8 erfc(Q / sqrt 2).

    Parameters
    ----------
    margin_db : number or array, optical dB
    q_at_limit : Q at 0 dB, such as `Q_AT_KP4_LIMIT`

    >>> [float(f"{b:.2g}") for b in pam4_ber(np.array([-1.0, 0.0, 1.0]))]
    [0.0025, 0.00024, 6.5e-06]
    """
    return _pam4_ber(np.atleast_1d(np.asarray(margin_db, float)), q_at_limit)


@kernel
def _pam4_ber(margin_db, q_at_limit):
    ber = np.empty(margin_db.shape)
    for i in range(margin_db.size):
        q = q_at_limit * 10.0 ** (margin_db.flat[i] / 10.0)
        ber.flat[i] = 0.375 * math.erfc(q / math.sqrt(2.0))
    return ber


def electrical_margins_db(budget_db, near_db, far_db, length_m, db_per_m):
    """Margin [dB] (n, m) of each pair of a group's ends: b - near_i - far_j - length_ij * loss.

    Parameters
    ----------
    budget_db : loss that the receiver can close, gain of a redriver included
    near_db, far_db : (n,) and (m,) losses at the ends
    length_m : (n, m) cable between them
    db_per_m : loss of the cable

    >>> electrical_margins_db(28.0, [5.0], [5.0, 6.0], [[1.0, 2.0]], 5.0).tolist()
    [[13.0, 7.0]]
    """
    ends = [np.asarray(x, float) for x in (near_db, far_db, length_m)]
    return _electrical_margins(float(budget_db), *ends, float(db_per_m))


@kernel
def _electrical_margins(budget_db, near_db, far_db, length_m, db_per_m):
    margins = np.empty(length_m.shape)
    for i in range(near_db.size):
        for j in range(far_db.size):
            margins[i, j] = budget_db - near_db[i] - far_db[j] - length_m[i, j] * db_per_m
    return margins


def joined_margin_db(optical_db, *electrical_db):
    """Margin [optical dB] of lanes in a row without a decision between them: their noise powers add up.

    Relative to the signal, the noise at the decision is the sum of 10^(-M/10) over all lanes, with M [dB] the
    electrical margin of each; a decibel of optical margin is two of electrical.

    Parameters
    ----------
    optical_db : number or array, margin of the optical lane
    electrical_db : margins of the electrical lanes

    >>> round(float(joined_margin_db(4.0, 20.0, 20.0)), 2), round(float(joined_margin_db(4.0, 8.0)), 2)
    (3.74, 2.49)
    """
    noise = 10.0 ** (-0.2 * np.asarray(optical_db, float))
    for margin_db in electrical_db:
        noise = noise + 10.0 ** (-0.1 * margin_db)
    return -5.0 * np.log10(noise)


def dimmed_db(t_c, held_c, t1_k):
    """Light [optical dB] that a laser loses above ``held_c``, up to which its driver holds it constant.

    Above it the current is at its limit and light falls with the slope efficiency, exp(-(T - held) / T1).

    >>> dimmed_db(60.0, 70.0, 170.0), round(dimmed_db(87.0, 70.0, 170.0), 3)
    (0.0, 0.434)
    """
    return 10.0 * math.log10(math.e) * max(0.0, t_c - held_c) / t1_k


def johnson_penalty_db(t_c, t_ref_c):
    """Optical penalty [dB] of a receiver that warms: thermal noise current grows with the root of T.

    >>> round(johnson_penalty_db(85.0, 25.0), 2)
    0.4
    """
    return 5.0 * math.log10((t_c + 273.15) / (t_ref_c + 273.15))


def arrhenius_factor(ea_ev, t1_c, t2_c):
    """How much faster a part wears at `t2_c` than at `t1_c`: exp(Ea/k (1/T1 - 1/T2)).

    >>> round(arrhenius_factor(0.7, 55.0, 65.0), 3)
    2.079
    """
    return math.exp(ea_ev / BOLTZMANN_EV * (1.0 / (t1_c + 273.15) - 1.0 / (t2_c + 273.15)))
