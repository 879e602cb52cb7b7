"""One editor's state: the layout, what it comes to, and the way back."""

from typing import NamedTuple

import param

from explorer.analysis import Results, evaluate
from explorer.analysis.history import Moment
from explorer.errors import ExplorerError
from explorer.model import Layout
from explorer.model.placement import misplacements

METRICS = ("power", "temperature", "headroom", "margin", "bandwidth")
QUANTITIES = ("temperature", "rise", "crosstalk")
HISTORY = 200


class Step(NamedTuple):
    """A point that undo can return to."""

    label: str
    layout: Layout
    results: Results


class Session(param.Parameterized):
    """What one person edits. Knows no screen; views watch it and send their edits here.

    `layout` and `results` always belong together and change in one event. While something is
    dragged they are a preview and `is_live` is true; `commit` makes them a step of the history.
    """

    layout = param.ClassSelector(class_=Layout, doc="as previewed or committed")
    results = param.ClassSelector(class_=Results, doc="always of `layout`")
    opened = param.ClassSelector(class_=Results, doc="of the layout as it was opened")
    is_live = param.Boolean(False, doc="a preview with live, unsettled numbers")
    tray = param.String("", doc="id of the selected tray")
    part = param.String("", doc="id of the selected part")
    link = param.String("", doc="id of the selected link group")
    metric = param.Selector(default="temperature", objects=list(METRICS))
    quantity = param.Selector(default="temperature", objects=list(QUANTITIES))
    prepared = param.Integer(0, doc="grows when the crosstalk of a board has been solved ahead")
    moment = param.ClassSelector(
        class_=Moment, allow_None=True, doc="a tray at one time of a history; any edit drops it"
    )
    notice = param.String("", doc="the last refusal or error, for the user")
    can_undo = param.Boolean(False)
    can_redo = param.Boolean(False)
    undo_label = param.String("")
    redo_label = param.String("")

    def __init__(self, layout: Layout, **values):
        self._past: list[Step] = []
        self._future: list[Step] = []
        super().__init__(**values)
        self.open(layout)

    @property
    def committed(self) -> Step:
        """The state without a preview."""
        return self._past[-1]

    def open(self, layout: Layout):
        """Start over with another layout; its history is empty."""
        results = evaluate(layout)
        self._past, self._future = [Step("Open", layout, results)], []
        tray = self.tray if self.tray in results.tray_states else _first_tray(layout)
        self.param.update(opened=results, tray=tray, part="", link="", notice="", **self._state())

    def preview(self, layout: Layout, results: Results | None = None):
        """Show a layout while it is being dragged; an impossible place is allowed.

        `results` may be passed by who has solved the layout already; otherwise it is solved here, live.
        """
        try:
            results = results or evaluate(layout, previous=self.results, settled=False)
        except ExplorerError as refused:
            self.notice = str(refused)
            return
        self.param.update(layout=layout, results=results, is_live=True, moment=None, notice="")

    def commit(
        self, layout: Layout, label: str, results: Results | None = None, may_misplace: bool = False
    ) -> bool:
        """Make a layout the new state; one step for undo.

        A layout in which something stands where it cannot, and did not before, is refused: the state
        of the last step returns and `notice` says why. With `may_misplace` it is accepted and becomes
        a finding, as when a technology puts more on a board than fits. Returns whether it was accepted.
        """
        if layout == self.committed.layout:
            self.cancel()
            return True
        before = {(f.element, f.rule) for f in misplacements(self.committed.layout)}
        broken = [f for f in misplacements(layout) if (f.element, f.rule) not in before]
        if broken and not may_misplace:
            self._refuse(broken[0].message)
            return False
        try:
            results = results or evaluate(layout, previous=self.results)
        except ExplorerError as refused:
            self._refuse(str(refused))
            return False
        self._past = [*self._past[-HISTORY:], Step(label, layout, results)]
        self._future = []
        self.param.update(notice="", **self._state())
        return True

    def cancel(self):
        """Drop the preview."""
        self.param.update(notice="", **self._state())

    def undo(self):
        """Back by one step; solves nothing."""
        if len(self._past) > 1:
            self._future.append(self._past.pop())
            self.param.update(notice="", **self._state())

    def redo(self):
        """Forward by one step; solves nothing."""
        if self._future:
            self._past.append(self._future.pop())
            self.param.update(notice="", **self._state())

    def reset(self):
        """Back to the layout as opened, as one step that can be undone."""
        self.commit(self.opened.layout, "Reset", self.opened, may_misplace=True)

    def _refuse(self, why: str):
        self.param.update(notice=why, **self._state())

    def _state(self) -> dict:
        step = self.committed
        return {
            "layout": step.layout,
            "results": step.results,
            "is_live": False,
            "moment": None,
            "can_undo": len(self._past) > 1,
            "can_redo": bool(self._future),
            "undo_label": step.label if len(self._past) > 1 else "",
            "redo_label": self._future[-1].label if self._future else "",
        }


def _first_tray(layout: Layout) -> str:
    """The tray to show first: a switch tray where there is one."""
    order = {"switch": 0, "compute": 1}
    ranked = sorted(layout.trays, key=lambda t: order.get(layout.element(t.design).kind, 2))
    return ranked[0].id if ranked else ""
