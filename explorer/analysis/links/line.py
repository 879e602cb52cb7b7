"""The channel of a link group from host to host: losses, margins, reach, errors."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer.analysis.links.budget import Budget, Step
from explorer.analysis.links.electrical import (
    COPPER,
    Cable,
    HostChannel,
    host_steps,
    is_passive,
    standard_host_db,
)
from explorer.analysis.links.linear import Linear, linear_of
from explorer.analysis.links.optical import Errors, Light, errors, wavelength_shift_nm
from explorer.analysis.links.serdes import SerDes, built, energy_pj, interface
from explorer.catalog import Technology
from explorer.model import LinkGroup
from explorer.solvers.links.channel import copper_reach_m


@dataclass(frozen=True, eq=False, kw_only=True)
class Line:
    """The channel of a link group.

    Temperatures are the highest of their kind; NaN stands for the reference temperature of the catalog's
    figures, so that a line without temperatures is the channel of the data sheets.
    """

    link: LinkGroup
    technology: Technology
    length_m: np.ndarray
    """(trays of a, trays of b)"""
    hosts: dict[str, HostChannel]
    """by design id"""
    names: dict[str, str]
    """of the designs"""
    baud_gbd: float
    """of the hosts' lanes"""
    channel: Cable | Light
    """between the two ends' electronics, or from die to die in passive copper"""
    receiver_c: float = math.nan
    laser_c: float = math.nan
    """of external laser sources; lasers inside modules are at `receiver_c`"""
    board_c: float = math.nan
    cable_c: float = math.nan

    # -- the hosts' lanes ------------------------------------------------------------------------

    @cached_property
    def host_losses_db(self) -> dict[str, np.ndarray]:
        """Loss of each port's lanes, by design id."""
        return {key: host.loss_db(self.board_c) for key, host in self.hosts.items()}

    @cached_property
    def worst_host_db(self) -> float:
        return max((float(x.max()) for x in self.host_losses_db.values() if x.size), default=0.0)

    @cached_property
    def budget_db(self) -> float:
        """Loss that the hosts' interface closes."""
        return interface(self.technology, self.baud_gbd).budget_db.typical

    @cached_property
    def serdes(self) -> SerDes:
        """The class that the hosts are built with."""
        cold_db = max((float(h.loss_db().max(initial=0.0)) for h in self.hosts.values()), default=0.0)
        return built(self.technology, self.baud_gbd, cold_db)

    @cached_property
    def host_margin_db(self) -> float:
        if self.is_joined:
            return float(self.line_margin_db.min())
        return self.budget_db - self.worst_host_db

    @cached_property
    def host_pj_per_bit(self) -> tuple[float, float, float]:
        """Energy of the hosts' SerDes per payload bit, at the share of their budget that the channel uses.

        Losses are at reference temperature: equalizers adapt when a link comes up; heat reduces the margin.
        """
        losses = [x for x in (host.loss_db() for host in self.hosts.values()) if x.size]
        mean_db = float(np.mean([x.mean() for x in losses])) if losses else 0.0
        cable = self.passive
        if cable is not None:
            cable_db = float(self.length_m.mean()) * cable.warm_db_per_m()
            far_db = mean_db if self.link.b else self.far_host_db(mean_db)
            left_db = cable.fixed_db() - mean_db - far_db - cable_db
            used = 1.0 - left_db / self.budget_db
        else:
            used = mean_db / self.serdes.budget_db.typical
        return energy_pj(self.technology, self.serdes, used)

    @cached_property
    def _worst_of_ends_db(self) -> tuple[float, float]:
        """Worst loss at each end."""
        worst = [float(x.max()) if x.size else 0.0 for x in self.host_losses_db.values()]
        if not self.link.b:
            return worst[0], self.far_host_db(worst[0])
        return worst[0], worst[-1]

    def far_host_db(self, near_db: float) -> float:
        """Loss of a host beyond the layout: declared, or what its standard allows; else like the near one."""
        declared = self.link.far_host_db
        allowed = standard_host_db(self.baud_gbd) if is_passive(self.technology) else None
        return next(db for db in (declared, allowed, near_db) if db is not None)

    @cached_property
    def port_margins_db(self) -> dict[str, np.ndarray]:
        """Margin of each port by design id, on the longest link to the worst port at the other end."""
        near, far = self._worst_of_ends_db
        others = (
            dict.fromkeys(self.hosts, far)
            if len(self.hosts) == 1
            else dict(zip(self.hosts, (far, near), strict=True))
        )
        return {key: self._port_margins_db(x, others[key]) for key, x in self.host_losses_db.items()}

    def _port_margins_db(self, loss_db: np.ndarray, other_db: float) -> np.ndarray:
        if self.passive is not None:
            noise = np.array([self.passive.redriver_noise_db(min(own, other_db)) for own in loss_db])
            far_db = other_db + float(self.length_m.max()) * self.passive.warm_db_per_m(self.cable_c)
            return self.passive.fixed_db() - loss_db - noise - far_db
        line_db = float(self.line_margin_db.min())
        if self.is_joined and self.linear is not None and isinstance(self.channel, Light):
            optical = self.channel.margins_db(self.length_m.max(), self.receiver_c, self._laser_c)
            return np.array([float(self.linear.margins_db(optical, own, other_db)) for own in loss_db])
        return np.minimum(self.budget_db - loss_db, line_db)

    @cached_property
    def _ends_db(self) -> float:
        """What both ends take from passive copper: their worst losses, and the noise of a redriver."""
        near, far = self._worst_of_ends_db
        noise = self.channel.redriver_noise_db(min(near, far)) if isinstance(self.channel, Cable) else 0.0
        return near + far + noise

    @cached_property
    def linear(self) -> Linear | None:
        """How its modules are linear; None if they retime both ways."""
        return linear_of(self.technology, self.baud_gbd)

    @cached_property
    def is_joined(self) -> bool:
        """Whether one channel runs from host to host, without a retimer: passive copper and linear optics."""
        return is_passive(self.technology) or (self.linear is not None and self.linear.is_joined)

    # -- between the hosts -----------------------------------------------------------------------

    @property
    def passive(self) -> Cable | None:
        """The cable if only copper joins the hosts, so that one channel runs from end to end; else None."""
        return self.channel if isinstance(self.channel, Cable) and is_passive(self.technology) else None

    @cached_property
    def _laser_c(self) -> float:
        return self.laser_c if self.technology.light_source_key else self.receiver_c

    @cached_property
    def line_margin_db(self) -> np.ndarray:
        """(trays of a, trays of b), between the two ends' electronics; from die to die in passive copper."""
        if isinstance(self.channel, Light):
            optical_db = self.channel.margins_db(self.length_m, self.receiver_c, self._laser_c)
            return (
                optical_db
                if self.linear is None
                else self.linear.margins_db(optical_db, *self._worst_of_ends_db)
            )
        far = np.zeros(self.length_m.shape[1])
        near_db = self._ends_db if is_passive(self.technology) else 0.0
        near = np.full(self.length_m.shape[0], near_db)
        return self.channel.margins_db(near, far, self.length_m, self.cable_c)

    @cached_property
    def margins_db(self) -> np.ndarray:
        """Binding margin of every pair of trays."""
        if self.is_joined:
            return self.line_margin_db
        return np.minimum(self.line_margin_db, self.host_margin_db)

    @cached_property
    def margin_db(self) -> float:
        """Binding margin of the worst pair of trays."""
        return float(self.margins_db.min())

    @cached_property
    def line(self) -> Budget:
        """The worst pair's line as named elements."""
        return self._line("typical")

    @cached_property
    def worst_margin_db(self) -> float:
        """Margin of the worst pair with the worst parts within specification, the hosts' boards included."""
        worst = self._line("worst").worst_db
        return worst if self.is_joined else min(worst, self.host.worst_db)

    @cached_property
    def host(self) -> Budget:
        """The worst host channel as named elements; empty where one channel runs from host to host."""
        if self.is_joined:
            return Budget(())
        own = interface(self.technology, self.baud_gbd)
        budget = Step(f"{own.key} budget", own.budget_db.typical, own.budget_db.low)
        return Budget((budget, *self._host_steps()))

    def _line(self, which: str) -> Budget:
        length = float(self.length_m.max())
        if isinstance(self.channel, Cable):
            hosts = self._host_steps(both=True) if is_passive(self.technology) else []
            noise = self._ends_db - sum(self._worst_of_ends_db) if hosts else 0.0
            return self.channel.steps(hosts, length, self.cable_c, noise)
        if self.linear is None:
            return getattr(self.channel, which)(length, self.receiver_c, self._laser_c)
        # no standard's limits hold for a channel that reaches from host to host
        optical = self.channel.typical(length, self.receiver_c, self._laser_c)
        noise_step = self.linear.step(optical.margin_db, *self._worst_of_ends_db)
        return Budget((*optical.steps, noise_step))

    def _host_steps(self, both: bool = False) -> list[Step]:
        """Ends and trace of the worst port; with `both`, of each end."""
        ports = {key: x for key, x in self.host_losses_db.items() if x.size}
        keys = list(ports)
        if not both:
            keys = [max(keys, key=lambda key: ports[key].max())] if keys else []
        steps = [step for key in keys for step in host_steps(self.names[key], self.hosts[key], ports[key])]
        if both and not self.link.b:
            far_db = self._worst_of_ends_db[1]
            return [*steps, Step("Far host", -far_db, -far_db)]
        return [*steps, *steps] if both and len(self.hosts) == 1 else steps

    @cached_property
    def copper_reach_m(self) -> float:
        """Length at which the cable's margin is used up; NaN for optical channels."""
        if isinstance(self.channel, Light):
            return math.nan
        ends_db = self._ends_db if is_passive(self.technology) else 0.0
        return copper_reach_m(self.channel.fixed_db(), ends_db, self.channel.warm_db_per_m(self.cable_c))

    @property
    def reach_m(self) -> float:
        """Reach of passive copper from its budget, of other technologies from their data sheets."""
        return self.copper_reach_m if is_passive(self.technology) else self.technology.reach_m.high

    @cached_property
    def errors(self) -> Errors:
        """Error rates of the worst pair. A decibel of electrical margin counts as half an optical one."""
        worst_db = float(self.line_margin_db.min())
        return errors(self.technology, worst_db / 2.0 if self.technology.medium in COPPER else worst_db)

    @property
    def ber_pre_fec(self) -> float:
        return self.errors.ber_pre_fec

    @property
    def wavelength_shift_nm(self) -> float:
        """Offset from the middle of the channel; 0 for copper or without a laser temperature."""
        if not isinstance(self.channel, Light) or math.isnan(self._laser_c):
            return 0.0
        return wavelength_shift_nm(self._laser_c)
