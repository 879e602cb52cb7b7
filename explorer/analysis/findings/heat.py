"""Parts over their limits, cold plates without coolant, fan curves without fans."""

from collections.abc import Iterable

import numpy as np

from explorer.analysis.heat.solved_board import Board
from explorer.analysis.inputs import Inputs
from explorer.analysis.states import Finding, TrayState
from explorer.model import Layout
from explorer.model.naming import name

NEAR_K = 3.0
"""Margin for a warning: switches keep optics this far below their case limit."""
LOOP_K = 0.05


def temperatures(layout: Layout, boards: dict[str, Board], trays: dict[str, TrayState]) -> Iterable[Finding]:
    for design_id, board in boards.items():
        mounted = layout.trays_of(design_id)
        if not mounted or not board.design.parts or board.runaway:
            continue
        state = min((trays[t.id] for t in mounted), key=lambda s: s.headroom_k)
        t = board.part_c(*state.inlets_c)
        over = t - board.limits_c
        # one line per kind of part keeps a tray of 64 hot modules readable
        for own in board.parts.kinds.values():
            i = own[int(np.argmax(over[own]))]
            if not over[i] > -NEAR_K:
                continue
            part, more = board.design.parts[i], int(np.count_nonzero(over[own] > 0)) - 1
            who = f"{name(part)} of {name(board.design)}"
            fluid, inlet_c = _inlet(part, state)
            if over[i] > 0 and board.limits_c[i] <= inlet_c:
                text = (
                    f"{who}: its limit of {board.limits_c[i]:g} °C is not above the {fluid} that cools it, "
                    f"which enters at {inlet_c:.1f} °C"
                )
                yield Finding("error", part.id, "limit_below_inlet", inlet_c, float(board.limits_c[i]), text)
            elif over[i] > 0:
                are = "is" if more == 1 else "are"
                rest = f", and {more} more of its kind {are} too hot" if more > 0 else ""
                limit_c = f"its limit of {board.limits_c[i]:g} °C"
                text = f"{who} at {t[i]:.1f} °C is {over[i]:.1f} K over {limit_c}{rest}"
                yield Finding("error", part.id, "temperature", float(t[i]), float(board.limits_c[i]), text)
            else:
                left = f"only {-over[i]:.1f} K below its limit of {board.limits_c[i]:g} °C"
                text = f"{who} at {t[i]:.1f} °C is {left}"
                yield Finding("warning", part.id, "temperature", float(t[i]), float(board.limits_c[i]), text)


def coolant(inputs: Inputs, boards: dict[str, Board]) -> Iterable[Finding]:
    layout, by_tray = inputs.layout, inputs.branches_l_per_min
    for design in layout.designs:
        wet = inputs.boards[design.id].parts.is_wet
        if wet and layout.trays_of(design.id) and boards[design.id].coolant_l_per_min <= 0:
            text = f"{name(design)} has cold plates, but no coolant flows through it"
            yield Finding("error", design.id, "coolant", 0.0, 0.0, text)
        flows = {round(by_tray[tray.id], 6) for tray in layout.trays_of(design.id) if tray.id in by_tray}
        if wet and len(flows) > 1:
            text = (
                f"{name(design)} gets {min(flows):g} to {max(flows):g} L/min of coolant, depending on the "
                "rack, but all its trays are solved with one flow: use a separate design in each rack"
            )
            yield Finding("warning", design.id, "coolant_flows", max(flows), min(flows), text)


def air(layout: Layout) -> Iterable[Finding]:
    for design in layout.designs:
        if design.has_fan_curve and not design.fans and layout.trays_of(design.id):
            text = f"{name(design)} has a fan curve but no fan, so it has no airflow: add a load of role fan"
            yield Finding("error", design.id, "no_fan", 0.0, 1.0, text)


def _inlet(part, state: TrayState) -> tuple[str, float]:
    """The fluid that cools a part, and its temperature as it enters the tray."""
    is_wet = part.cooling == "cold_plate" and state.coolant_l_per_min > 0
    return ("coolant", state.coolant_in_c) if is_wet else ("air", state.air_in_c)


def loop(layout: Layout, boards: dict[str, Board], left_k: float) -> Iterable[Finding]:
    """Parts without a stable temperature, and watts and temperatures that do not agree."""
    for design_id, board in boards.items():
        if not board.runaway or not layout.trays_of(design_id):
            continue
        part = layout.element(board.runaway[0])
        more = len(board.runaway) - 1
        rest = f", nor have {more} more" if more else ""
        text = (
            f"{name(part)} of {name(board.design)} runs away thermally: each kelvin adds more watts than its "
            f"cooling removes, so it has no stable temperature{rest}; power totals assume its reference one"
        )
        yield Finding("error", part.id, "thermal_runaway", 0.0, 0.0, text)
    if left_k > LOOP_K:
        text = f"Power and temperatures have not converged: another pass could change up to {left_k:.1g} K"
        yield Finding("warning", layout.site.id, "loop", left_k, LOOP_K, text)
