"""Optical lanes, element by element: laser, couplers, connectors, fiber, receiver."""

import math
from typing import NamedTuple

import numpy as np

from explorer.analysis.links.budget import Budget, Step, gain, loss
from explorer.analysis.links.serdes import speed_of
from explorer.catalog import Quantity, Technology, load, typical
from explorer.solvers.links.channel import (
    Q_AT_INNER_LIMIT,
    Q_AT_KP4_LIMIT,
    dimmed_db,
    johnson_penalty_db,
    pam4_ber,
)
from explorer.solvers.links.fec import inner_ber, rs_failure
from explorer.units import db

FR_REACH_M = 2000.0
"""From this reach on a module has FR's duplex fibers and wavelengths."""

ELS_CHAIN = (
    ("ELS connector", "cpo_els_connector_db"),
    ("PM patch", "cpo_pm_patch_db"),
    ("Couple in", "cpo_couple_in_db"),
    ("Split 1:4", "cpo_split_db"),
    ("Waveguide", "cpo_waveguide_db"),
    ("Modulator", "cpo_modulator_db"),
    ("Couple out", "cpo_couple_out_db"),
    ("Panel connector", "cpo_panel_mpo_db"),
)


class Light(NamedTuple):
    """The optical channel of a link group, before length and temperatures are known."""

    near: tuple[Step, ...]
    """launch power and its penalties"""
    connectors: Step
    fiber_db_per_m: Quantity
    far: tuple[Step, ...]
    """aging, receiver and inner code"""
    limits: tuple[Step, ...]
    """The standard's worst transmitter and receiver; empty if no standard applies"""
    channel_db: float
    """Loss that the standard allows between them"""
    held_c: float
    """Temperature up to which the lasers' power is held constant"""
    drifts: bool
    """Whether the wavelength has to stay in a channel of a multiplexer"""

    def margins_db(self, length_m, receiver_c: float = math.nan, laser_c: float = math.nan) -> np.ndarray:
        """Margin [dB] of every pair of trays; NaN stands for the catalog figures' temperature."""
        fixed = self.typical(0.0, receiver_c, laser_c).margin_db
        return fixed - np.asarray(length_m) * self.fiber_db_per_m.typical

    def typical(self, length_m: float, receiver_c: float = math.nan, laser_c: float = math.nan) -> Budget:
        """One link as named elements, with typical parts and their tolerances."""
        heat = self._heat(receiver_c, laser_c)
        return Budget((*self.near, self.connectors, self._fiber(length_m), *self.far, *heat))

    def worst(self, length_m: float, receiver_c: float = math.nan, laser_c: float = math.nan) -> Budget:
        """One link at the limits of its standard; without a standard, with its parts' tolerances.

        The worst transmitter, receiver and channel of a standard are assumed together; the channel has the
        loss that the standard allows, or this link's if that is larger. Limits hold at every temperature up
        to the rated one.
        """
        if not self.limits:
            return self.typical(length_m, receiver_c, laser_c)
        lost = min(-self.channel_db, self.connectors.worst_db + self._fiber(length_m).worst_db)
        over = self._heat(math.nan, laser_c)
        return Budget((*self.limits, Step("Channel", lost, lost), *over), is_limits=True)

    def _fiber(self, length_m: float) -> Step:
        q = self.fiber_db_per_m
        return Step(f"Fiber {length_m:.4g} m", -length_m * q.typical, -length_m * q.high)

    def _heat(self, receiver_c, laser_c):
        lost = {}
        if not math.isnan(receiver_c):
            lost["Warm receiver"] = johnson_penalty_db(receiver_c, typical("receiver_reference_c"))
        if not math.isnan(laser_c):
            lost["Dim laser"] = dimmed_db(laser_c, self.held_c, typical("laser_t1_k"))
        return tuple(Step(name, -x, -x) for name, x in lost.items() if x)


def light(tech: Technology, n_connectors: int) -> Light:
    """The optical channel of a technology on fiber with `n_connectors` mated connectors."""
    if tech.medium == "imaging fibre":
        near = (gain("Launch over sensitivity", "microled_budget_db"),)
        per_m = load().figure("imaging_fiber_db_per_m")
        return Light(near, Step("Connectors", 0.0, 0.0), per_m, (), (), 0.0, tech.t_limit_c, False)
    kind, lit = pmd(tech), bool(tech.light_source_key)
    # the near panel's connector is already in ELS_CHAIN, as its last element
    between = max(0, n_connectors - (1 if lit else 0))
    fiber = load().figure("fiber_mmf_db_per_km" if kind == "sr" else "fiber_db_per_km")
    values = (fiber.low / 1000.0, fiber.typical / 1000.0, fiber.high / 1000.0)
    return Light(
        near=(*_launch(tech, kind), _tdecq(kind)),
        connectors=loss("Connectors", "lc_db" if "fr" in kind else "mpo_db", between),
        fiber_db_per_m=Quantity(*values, "dB/m", fiber.source, fiber.date, fiber.kind, fiber.note),
        far=(
            loss("Aging and reflections", "optical_aging_db"),
            _sensitivity(kind),
            *([_inner_gain()] if has_inner_code(tech) else []),
        ),
        limits=() if lit else _limits(kind),
        channel_db=typical(f"channel_{kind}_db"),
        held_c=load().technology(tech.light_source_key).t_limit_c if lit else tech.t_limit_c,
        drifts="fr" in kind,
    )


def pmd(tech: Technology) -> str:
    """Interface with the figures of a lane: ``100g_dr``, ``100g_fr``, ``200g_dr``, ``200g_fr`` or ``sr``."""
    if tech.medium == "MMF":
        return "sr"
    speed = "200g" if speed_of(tech.baud_gbd) == "224g" else "100g"
    return f"{speed}_{'fr' if tech.reach_m.high >= FR_REACH_M else 'dr'}"


def has_inner_code(tech: Technology) -> bool:
    """Whether every lane carries Hamming(128,120) inside KP4."""
    return "KP4+inner" in tech.fec and "KP4 (" not in tech.fec


def launch_dbm(tech: Technology) -> float:
    """Typical OMA [dBm] per lane at the transmitter's output.

    For pluggables it is the typical value of the standard; with an external light source, the source's power
    less the losses from its fiber to the faceplate.
    """
    return sum(step.typical_db for step in _launch(tech, pmd(tech)))


def _launch(tech: Technology, kind: str):
    if not tech.light_source_key:
        stem = "sr" if kind == "sr" else kind.partition("_")[0]
        return (gain("Launch OMA", f"oma_{stem}_typical_module_dbm"),)
    power = "poet_fiber_power_dbm" if tech.light_source_key.startswith("poet") else "els_fiber_power_dbm"
    chain = [gain("Light source", power), *(loss(name, key) for name, key in ELS_CHAIN)]
    if "fr" in kind:
        chain.append(loss("Wavelength mux", "cwdm_mux_db"))
    return tuple(chain)


def _tdecq(kind: str) -> Step:
    own = "_sr" if kind == "sr" else ""
    figure, free = load().figure(f"tdecq{own}_db"), typical(f"tdecq_free{own}_db")
    return Step("TDECQ", -max(0.0, figure.typical - free), -max(0.0, figure.high - free))


def _sensitivity(kind: str) -> Step:
    stem = "sr" if kind == "sr" else kind.partition("_")[0]
    figure = load().figure(f"sensitivity_{stem}_typical_module_dbm")
    return Step("Sensitivity", -figure.typical, -figure.high)


def _inner_gain() -> Step:
    """Amplitude saved by the higher error limit in front of the inner code."""
    spared = db(Q_AT_KP4_LIMIT / Q_AT_INNER_LIMIT)
    return Step("Inner code", spared, spared)


def _limits(kind: str) -> tuple[Step, ...]:
    """The standard's transmitter at its highest TDECQ, and its stressed receiver."""
    own = "_sr" if kind == "sr" else ""
    limit, free = typical(f"tdecq_limit{own}_db"), typical(f"tdecq_free{own}_db")
    launch = typical(f"oma_minus_tdecq_{kind}_dbm") + limit
    # stressed sensitivity includes the penalty of the worst transmitter; subtract it
    bare = typical(f"stressed_{kind}_dbm") - (limit - free)
    found = (("Launch OMA", launch), ("TDECQ", free - limit), ("Sensitivity", -bare))
    return tuple(Step(name, x, x) for name, x in found)


class Errors(NamedTuple):
    """Error rates at a margin."""

    ber_pre_fec: float
    codeword_failure: float
    """Probability that KP4 cannot correct a codeword; without a code, that 5440 bits contain an error"""


def errors(tech: Technology, optical_margin_db: float) -> Errors:
    """Bit error ratio before and codeword failures after error correction; BER is at least its floor."""
    inner = has_inner_code(tech)
    ber = pam4_ber(optical_margin_db, Q_AT_INNER_LIMIT if inner else Q_AT_KP4_LIMIT)
    ber = np.maximum(ber, typical("ber_floor"))
    behind = inner_ber(ber) if inner else ber
    failure = rs_failure(behind) if "KP4" in tech.fec else rs_failure(behind, t=0)
    return Errors(float(ber[0]), float(failure[0]))


def wavelength_shift_nm(laser_c: float) -> float:
    """Offset of a laser's wavelength from the middle of its channel [nm]."""
    return typical("dfb_drift_nm_per_k") * (laser_c - typical("wavelength_reference_c"))
