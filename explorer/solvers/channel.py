"""What a lane loses on its way, and what that leaves: copper loss, noise, errors, wear.

Symbols: f [GHz] Nyquist frequency, a, b loss coefficients of `a sqrt(f) + b f` [dB/m], M [dB] optical
margin, Q ratio of half level spacing to noise, T [K].
"""

import math

import numpy as np
from numba import njit

BOLTZMANN_EV = 8.617333262e-5
Q_AT_KP4_LIMIT = 3.4140
"""Q at a pre-FEC bit error ratio of 2.4e-4, the planning limit of RS(544,514)."""


@njit(cache=True, nogil=True)
def line_loss_db_per_m(f, a, b):
    """Loss of a cable or trace: skin effect as the root of frequency, dielectric in proportion to it.

    >>> round(float(line_loss_db_per_m(26.56, 0.761, 0.063)), 2)
    5.6
    """
    return a * np.sqrt(f) + b * f


def at_frequency(f, f1, loss1_db, f2, loss2_db):
    """A loss known at two frequencies, at a third, as a power law of frequency.

    >>> round(at_frequency(53.125, 26.56, 0.88, 53.125, 1.7), 3)
    1.7
    >>> round(at_frequency(40.0, 26.56, 1.0, 53.12, 2.0), 3)
    1.506
    """
    exponent = math.log(loss2_db / loss1_db) / math.log(f2 / f1)
    return loss1_db * (f / f1) ** exponent


def pam4_ber(margin_db):
    """Pre-FEC bit error ratio of Gray-coded PAM4 at an optical margin over KP4's limit.

    Thermal noise alone: Q grows with the amplitude, BER = 3/8 erfc(Q / sqrt 2).

    >>> [float(f"{b:.2g}") for b in pam4_ber(np.array([-1.0, 0.0, 1.0]))]
    [0.0025, 0.00024, 6.5e-06]
    """
    return _pam4_ber(np.atleast_1d(np.asarray(margin_db, float)))


@njit(cache=True, nogil=True)
def _pam4_ber(margin_db):
    ber = np.empty_like(margin_db)
    for i in range(margin_db.size):
        ber[i] = 0.375 * math.erfc(Q_AT_KP4_LIMIT * 10.0 ** (margin_db[i] / 10.0) / math.sqrt(2.0))
    return ber


def johnson_penalty_db(t_c, t_ref_c):
    """Optical penalty of a receiver that warms: thermal noise current grows with the root of T.

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
