"""Errors that are left after forward error correction.

Symbols: p bit error ratio, n symbols of m bits in a codeword, t symbols that can be corrected, Q ratio of
half level spacing to noise.
"""

import math

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.compiled import kernel, subroutine

KP4 = {"n": 544, "t": 15, "symbol_bits": 10}
"""RS(544,514) of IEEE 802.3."""

INNER_BITS = 128
"""Hamming(128,120) of IEEE 802.3dj."""


def rs_failure(ber, n: int = 544, t: int = 15, symbol_bits: int = 10) -> np.ndarray:
    """Probability that a Reed-Solomon codeword cannot be corrected, for bits that err independently.

    That is the probability that more than t of its n symbols are wrong: the exact tail of the binomial
    distribution of symbols that err with 1 - (1 - p)^m, summed from logarithms so that nothing underflows.

    Parameters
    ----------
    ber : number or array, 0 to 1

    Raises
    ------
    SolverError
        If the bit error ratio is no probability or there is no such code.

    Examples
    --------
    >>> [float(f"{x:.4g}") for x in rs_failure([2.4e-4, 5e-4])]
    [8.152e-13, 2.793e-08]
    """
    p = np.atleast_1d(np.asarray(ber, float))
    for value in p.ravel():
        if not 0.0 <= value <= 1.0:
            raise SolverError(f"bit error ratio {value:g} is outside 0 to 1")
    if symbol_bits < 1 or n < 1 or n > 2**symbol_bits:
        raise SolverError(f"{n} symbols of {symbol_bits} bits: a Reed-Solomon code has 1 to {2**symbol_bits}")
    if not 0 <= t < n:
        raise SolverError(f"t = {t}: a codeword of {n} symbols mends 0 to {n - 1}")
    return _rs_failure(p.ravel(), int(n), int(t), int(symbol_bits)).reshape(p.shape)


@kernel
def _rs_failure(ber, n, t, symbol_bits):
    failure = np.empty_like(ber)
    for i in range(ber.size):
        if ber[i] == 0.0 or ber[i] == 1.0:
            failure[i] = ber[i]
            continue
        log_right = symbol_bits * math.log1p(-ber[i])
        log_wrong = math.log(-math.expm1(log_right))
        log_odds = log_wrong - log_right
        k = t + 1
        log_term = math.lgamma(n + 1.0) - math.lgamma(k + 1.0) - math.lgamma(n - k + 1.0)
        log_term += k * log_wrong + (n - k) * log_right
        total = 0.0
        while True:
            term = math.exp(log_term)
            total += term
            step = math.log((n - k) / (k + 1.0)) + log_odds if k < n else -math.inf
            # beyond the most likely count of wrong symbols the terms only fall
            if k == n or (step < 0.0 and term < 1e-17 * total):
                break
            log_term += step
            k += 1
        failure[i] = min(1.0, total)
    return failure


def inner_ber(ber, bits: int = INNER_BITS) -> np.ndarray:
    """Bit error ratio of PAM4 after soft-decision decoding of an extended Hamming code.

    Leading term of the union bound: n (n - 1) (n - 2) / 24 words differ from the sent one in four bits, each
    of which has a nearest level with another value three times out of four, and four half spacings against
    the noise of four bits give 2 Q. Capped at the input: a decoder does not add errors.

    >>> float(inner_ber(4.8e-3)[0]) < 3e-4
    True
    """
    p = np.atleast_1d(np.asarray(ber, float))
    return _inner_ber(p.ravel(), float(bits)).reshape(p.shape)


@kernel
def _inner_ber(ber, n):
    left = np.empty_like(ber)
    words = n * (n - 1.0) * (n - 2.0) / 24.0
    for i in range(ber.size):
        q = _q_of(ber[i])
        wrong = 0.5 * math.erfc(2.0 * q / math.sqrt(2.0))
        left[i] = min(ber[i], 4.0 / n * words * 0.75**4 * wrong)
    return left


@subroutine
def _q_of(ber):
    """Q at which PAM4 has this bit error ratio, 3/8 erfc(Q / sqrt 2), by bisection."""
    low, high = 0.0, 40.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if 0.375 * math.erfc(middle / math.sqrt(2.0)) > ber:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
