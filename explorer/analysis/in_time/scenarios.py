"""Scenarios for a tray: a power step, the cycle of a training job, a failed fan or pump.

A scenario is a sequence of stages. A stage is a share of the processors' watts, of the air and of the coolant
flow, and a duration.
"""

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from explorer.analysis.fluids.airflow import airflow
from explorer.catalog import typical
from explorer.errors import LayoutError, SolverError
from explorer.model import TrayDesign

COAST_DOWN_STAGES = 8


class Stage(NamedTuple):
    """Shares of the layout's watts and flows, for ``duration_s``."""

    duration_s: float
    processors: float = 1.0
    air: float = 1.0
    coolant: float = 1.0


def number(default: float | str, low: float, high: float, label: str, unit: str) -> Any:
    """Dataclass field of a number, with its bounds; ``default`` may be the key of a catalog figure."""
    about = {"low": low, "high": high, "label": label, "unit": unit}
    if isinstance(default, str):
        return field(default_factory=lambda: typical(default), metadata=about)
    return field(default=default, metadata=about)


@dataclass(frozen=True)
class Scenario:
    """A scenario from t = 0 on. Subclasses declare their numbers and compute the stages."""

    title = ""

    def __post_init__(self):
        for one in fields(self):
            value, low, high = getattr(self, one.name), one.metadata["low"], one.metadata["high"]
            if not low <= value <= high:
                allowed = f"{low:g} to {high:g} {one.metadata['unit']}".rstrip()
                raise SolverError(f"{self.title}, {one.metadata['label']}: {value:g} is not in {allowed}")

    def before(self, design: TrayDesign) -> Stage:
        """The steady state from which the scenario starts; its duration is ignored."""
        return Stage(0.0)

    def stages(self, design: TrayDesign) -> list[Stage]:
        """The stages for a tray of that design, in order.

        Raises ``LayoutError`` if the scenario is impossible for the design.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class PowerStep(Scenario):
    """All processors step from one share of their watts to another.

    >>> PowerStep(20.0, 100.0).before(None).processors
    0.2
    """

    title = "Power step"

    from_percent: float = number(30.0, 0.0, 150.0, "From", "%")
    to_percent: float = number(100.0, 0.0, 150.0, "To", "%")
    duration_s: float = number(120.0, 0.1, 36000.0, "Seen for", "s")

    def before(self, design):
        return Stage(0.0, processors=self.from_percent / 100.0)

    def stages(self, design):
        return [Stage(self.duration_s, processors=self.to_percent / 100.0)]


@dataclass(frozen=True)
class DutyCycle(Scenario):
    """Training steps: computation at full watts, then an all-reduce during which processors wait.

    It starts from the steady state at mean watts, so that the swing within a step is visible at once.

    >>> round(DutyCycle(2.0, 0.5, 50.0).before(None).processors, 9)
    0.9
    """

    title = "Training steps"

    compute_s: float = number("training_compute_s", 0.01, 3600.0, "Compute", "s")
    all_reduce_s: float = number("training_all_reduce_s", 0.01, 3600.0, "All-reduce", "s")
    all_reduce_percent: float = number("all_reduce_power_percent", 0.0, 100.0, "at power", "%")
    steps: int = number(12, 1, 100, "Steps", "")

    def before(self, design):
        waiting = self.all_reduce_s / (self.compute_s + self.all_reduce_s)
        return Stage(0.0, processors=1.0 - waiting * (1.0 - self.all_reduce_percent / 100.0))

    def stages(self, design):
        waits = Stage(self.all_reduce_s, processors=self.all_reduce_percent / 100.0)
        return [Stage(self.compute_s), waits] * self.steps


@dataclass(frozen=True)
class FailedFan(Scenario):
    """Fans of the tray stop; the others keep their speed."""

    title = "Failed fan"

    failed: float = number(1, 1, 20, "Fans that stop", "")
    duration_s: float = number(600.0, 0.1, 36000.0, "Seen for", "s")

    def stages(self, design):
        return [Stage(self.duration_s, air=air_share(design, self.failed))]


@dataclass(frozen=True)
class FailedPump(Scenario):
    """The rack's coolant flow falls linearly to a share of its flow, which may be 0.

    >>> [round(stage.coolant, 4) for stage in FailedPump(0.0, 4.0, 60.0).stages(None)[-3:]]
    [0.1875, 0.0625, 0.0]
    """

    title = "Failed pump"

    rest_percent: float = number("pump_rest_percent", 0.0, 100.0, "Flow left", "%")
    coast_down_s: float = number("pump_coast_down_s", 0.0, 600.0, "Coast-down", "s")
    duration_s: float = number(30.0, 0.1, 36000.0, "Seen for", "s")

    def stages(self, design):
        if design is not None and design.coolant_l_per_min <= 0:
            raise LayoutError(f"TrayDesign '{design.id}': has no coolant that could fail")
        n, rest = COAST_DOWN_STAGES, self.rest_percent / 100.0
        slowing = min(self.coast_down_s, self.duration_s)
        reached = 1.0 - (1.0 - rest) * slowing / self.coast_down_s if self.coast_down_s else rest
        falling = [
            Stage(slowing / n, coolant=1.0 - (1.0 - reached) * (i + 0.5) / n) for i in range(n) if slowing
        ]
        left_s = self.duration_s - slowing
        return [*falling, Stage(left_s, coolant=rest)] if left_s > 0 else falling


SCENARIOS = {
    "power_step": PowerStep,
    "duty_cycle": DutyCycle,
    "failed_fan": FailedFan,
    "failed_pump": FailedPump,
}


def air_share(design: TrayDesign, failed: float) -> float:
    """Share of a tray's air that is left when ``failed`` of its fans stand still.

    If no fans are drawn, their number is the catalog's. Raises ``LayoutError`` if none is left.
    """
    if design.airflow_cfm <= 0:
        raise LayoutError(f"TrayDesign '{design.id}': has no air flow that could fail")
    fans = len(design.fans) or typical("tray_fans")
    if failed >= fans:
        raise LayoutError(f"TrayDesign '{design.id}': of its {fans:g} fans at most {fans - 1:g} may fail")
    if not design.fans:
        return (fans - failed) / fans
    density = typical("air_density_kg_per_m3")
    left = airflow(design, density, working=len(design.fans) - round(failed))
    return left.m_dot_kg_s / airflow(design, density).m_dot_kg_s
