"""What a person is asked before a scenario runs: which one, and its numbers, read off its declaration."""

from collections.abc import Callable
from dataclasses import fields

import panel as pn
import panel_material_ui as pmu
import param

from explorer.analysis.in_time.scenarios import SCENARIOS, Scenario

ASKED = 3
"""Numbers of a scenario that the page asks for: the first ones."""
WIDE_PX = 236
BARE = {"& .MuiInputAdornment-root": {"display": "none"}, "& input": {"paddingLeft": "14px !important"}}
"""Without Material's buttons for more and less, which have no names; the arrow keys do the same."""


def numbers_of(kind: type[Scenario]) -> param.Parameterized:
    """The numbers that are asked for as parameters, with their usual values, bounds, names and units.

    >>> numbers = numbers_of(SCENARIOS["failed_fan"])
    >>> numbers.failed, numbers.param.failed.bounds, numbers.param.duration_s.label
    (1, (1, 20), 'Seen for, s')
    """
    usual, declared = kind(), {}
    for one in fields(kind)[:ASKED]:
        about = one.metadata
        label = f"{about['label']}, {about['unit']}" if about["unit"] else about["label"]
        bounds = about["low"], about["high"]
        declared[one.name] = param.Number(getattr(usual, one.name), bounds=bounds, label=label)
    return type(f"{kind.__name__}Numbers", (param.Parameterized,), declared)()


class ScenarioForm(pn.viewable.Viewer):
    """A scenario, its numbers, and the button that runs or stops it.

    Parameters
    ----------
    run : called with the scenario's kind and its numbers by name
    stop : called while one runs
    """

    def __init__(self, run: Callable[[type[Scenario], dict], None], stop: Callable[[], None]):
        super().__init__()
        self._run, self._stop, self._is_running = run, stop, False
        self._numbers = {key: numbers_of(kind) for key, kind in SCENARIOS.items()}
        self.choice = pmu.Select(
            label="Scenario",
            options={kind.title: key for key, kind in SCENARIOS.items()},
            value=next(iter(SCENARIOS)),
            size="small",
            margin=(8, 0, 0, 0),
            width=WIDE_PX,
        )
        self.button = pmu.Button(
            label="Run", variant="contained", size="small", width=WIDE_PX, margin=(8, 0, 0, 0)
        )
        self.progress = pmu.LinearProgress(value=0, width=WIDE_PX, height=3, margin=0, visible=False)
        self._asked = pn.Column(margin=0, width=WIDE_PX)
        self.choice.param.watch(self._ask, "value")
        self.button.on_click(self._press)
        self._ask()

    def show(self, is_running: bool, share: float, can_run: bool):
        """Whether a scenario runs, how far it is, and whether one could be run."""
        self._is_running = is_running
        self.button.param.update(
            label=f"Stop ({100 * share:.0f} %)" if is_running else "Run",
            color="default" if is_running else "primary",
            disabled=not (can_run or is_running),
        )
        self.progress.param.update(value=round(100 * share), visible=is_running)

    def _ask(self, *_):
        numbers = self._numbers[self.choice.value]
        field = {"type": pmu.FloatInput, "size": "small", "width": WIDE_PX // 2 - 4, "margin": (8, 4, 0, 0)}
        field["sx"] = BARE
        names = [name for name in numbers.param if name != "name"]
        form = pn.Param(
            numbers.param,
            parameters=names,
            widgets={name: {**field, "label": numbers.param[name].label} for name in names},
            show_name=False,
            default_layout=pn.FlexBox,
            margin=0,
        )
        self._asked.objects = [form]

    def _press(self, _):
        if self._is_running:
            self._stop()
            return
        kind, numbers = SCENARIOS[self.choice.value], self._numbers[self.choice.value]
        self._run(kind, {name: value for name, value in numbers.param.values().items() if name != "name"})

    def __panel__(self):
        return pn.Column(self.choice, self._asked, self.button, self.progress, width=WIDE_PX, margin=0)
