"""State of one editor: the layout, its results, and the history of steps."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import param
from param.parameters import NoNone

from explorer.analysis import Results, evaluate
from explorer.analysis.glance import Glance
from explorer.errors import ExplorerError
from explorer.model import Layout
from explorer.model.placement import Misplacement, misplaced, newly_misplaced
from explorer.model.selection import first_tray, selected

HISTORY = 200
SOLVED = 24
"""Steps before and after the present one whose results stay cached; others are solved again by `jump`."""
OPENED = "As opened"


class Step(NamedTuple):
    """A state that undo can return to: a layout, its results while they are cached, and the selection."""

    label: str
    layout: Layout
    results: Results | None
    selection: tuple[str, ...] = ()


class Session(param.Parameterized):
    """What one person edits. It depends on no screen: views watch it and send their edits here.

    `layout` and `results` always belong together and change in one event. While something is
    dragged they are a preview and `is_live` is true; `commit` makes them a step of the history.

    Between two evaluations of a drag, a glance may give newer heat for one tray than `results` have. It is a
    separate event, `glanced`: views that draw heat watch it as well and draw `seen`; other views ignore it.
    """

    layout = param.ClassSelector(
        class_=Layout, allow_None=NoNone, doc="as previewed or committed, and evaluated"
    )
    results = param.ClassSelector(class_=Results, allow_None=NoNone, doc="always of `layout`")
    glanced = param.ClassSelector(
        class_=Glance,
        allow_None=True,
        doc="heat of one tray in a newer layout than `layout`, if there is one",
    )
    opened = param.ClassSelector(class_=Results, allow_None=NoNone, doc="of the layout as it was opened")
    pinned = param.ClassSelector(class_=Results, allow_None=True, doc="B of a comparison, whatever is edited")
    pinned_label = param.String("", doc="what B is called")
    is_live = param.Boolean(False, doc="a preview with live, unsettled numbers")
    selection = param.ClassSelector(
        class_=tuple,
        default=(),
        doc="ids of parts, of trays or of a link group; the last selected is last",
    )
    tray = param.String("", doc="id of the tray that is shown from above")
    part = param.String("", doc="id of the part that was selected last")
    link = param.String("", doc="id of the selected link group")
    notice = param.String("", doc="the last refusal or error, for the user")
    steps = param.ClassSelector(
        class_=tuple, default=(), doc="labels of the steps that can be returned to, the oldest first"
    )
    at = param.Integer(0, doc="index in `steps` of the present one")

    def __init__(self, layout: Layout, results: Results | None = None, **values):
        self._steps: list[Step] = []
        super().__init__(**values)
        self.open(layout, results)

    @property
    def committed(self) -> Step:
        """The present step, without any preview; its results are always cached."""
        return self._steps[self.at]

    @property
    def seen(self) -> Results:
        """The results with the newest heat: those of the glance while there is one, else `results`."""
        glanced = self.glanced
        return self.results if glanced is None else glanced.results

    @property
    def can_undo(self) -> bool:
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        return self.at < len(self._steps) - 1

    @property
    def undo_label(self) -> str:
        """Name of the step that `undo` takes back; '' if there is none."""
        return self.steps[self.at] if self.can_undo else ""

    @property
    def redo_label(self) -> str:
        """Name of the step that `redo` makes again; '' if there is none."""
        return self.steps[self.at + 1] if self.can_redo else ""

    # -- opening and editing ---------------------------------------------------------------------

    def open(self, layout: Layout, results: Results | None = None):
        """Start over with another layout and no steps to undo. Pass its `results` if they exist already."""
        results = results or evaluate(layout)
        self._steps = [Step("Open", layout, results)]
        tray = self.tray if self.tray in results.tray_states else first_tray(layout)
        shown = {"opened": results, "tray": tray, "part": "", "link": "", "selection": (), "notice": ""}
        self.param.update(**shown, **self._state(0))

    def preview(self, layout: Layout, results: Results | Glance | None = None):
        """Show a layout while it is being dragged; it may break placement rules.

        Pass `results` if the layout has been solved already; otherwise it is solved here, live. A `Glance`
        leaves `layout` and `results` unchanged: they change with the next full evaluation.
        """
        if isinstance(results, Glance):
            self.param.update(glanced=results, is_live=True, notice="")
            return
        try:
            results = results or evaluate(layout, previous=self.seen, settled=False)
        except ExplorerError as refused:
            self.notice = str(refused)
            return
        self.param.update(layout=layout, results=results, glanced=None, is_live=True, notice="")

    def commit(
        self,
        layout: Layout,
        label: str,
        results: Results | None = None,
        may_misplace: bool = False,
        select: tuple[str, ...] | None = None,
        broken: Sequence[Misplacement] | None = None,
    ) -> bool:
        """Make a layout the new state, as one step for undo; return whether it was accepted.

        A layout that breaks a placement rule which the last step did not break is refused: the state of the
        last step returns and `notice` gives the reason. With `may_misplace` it is accepted and becomes a
        finding, as when a technology puts more on a board than fits. `select` are ids to select
        afterwards, such as those of copies. Pass the layout's `new_misplacements` as `broken` if they
        have been computed already.
        """
        if layout == self.committed.layout:
            self.cancel()
            return True
        if broken is None:
            broken = [] if may_misplace else new_misplacements(self.committed.layout, layout)
        if broken and not may_misplace:
            self._refuse(broken[0].message)
            return False
        try:
            results = results or evaluate(layout, previous=self.seen)
        except ExplorerError as refused:
            self._refuse(str(refused))
            return False
        kept = self._steps[max(0, self.at + 1 - HISTORY) : self.at + 1]
        # Store the selection with the previous step: undoing this edit selects the same elements again.
        kept[-1] = kept[-1]._replace(selection=self.selection)
        chosen = self.selection if select is None else select
        self._steps = [*kept, Step(label, layout, results, chosen)]
        self.param.update(notice="", **self._state(len(self._steps) - 1), **self._selecting(layout, chosen))
        self._forget_results()
        return True

    def cancel(self):
        """Drop the preview."""
        self.param.update(notice="", **self._state(self.at))

    def undo(self):
        """Go back by one step and select what was selected then."""
        if self.can_undo:
            self.jump(self.at - 1)

    def redo(self):
        """Go forward by one step."""
        if self.can_redo:
            self.jump(self.at + 1)

    def unsolved(self, at: int) -> Layout | None:
        """The layout of a step that `jump` has to solve, as it has no cached results; else None.

        Raises as `jump`.
        """
        step = self._step(at)
        return step.layout if step.results is None else None

    def jump(self, to: int, results: Results | None = None):
        """Go to any step of the history; only an `unsolved` step without `results` passed is solved.

        Raises
        ------
        IndexError
            If there is no such step.
        """
        step = self._step(to)
        if step.results is None:
            self._steps[to] = step._replace(results=results or self._solved_again(to))
        state = self._state(to)
        self.param.update(notice="", **state, **self._selecting(step.layout, step.selection))
        self._forget_results()

    def reset(self):
        """Back to the layout as opened, as one step that can be undone."""
        self.commit(self.opened.layout, "Reset", self.opened, may_misplace=True)

    # -- selecting and comparing -----------------------------------------------------------------

    def select(self, *ids: str):
        """Select parts, trays or a link group by the rules of `model.selection.selected`; no ids: nothing."""
        self.param.update(**self._selecting(self.layout, ids))

    def _selecting(self, layout: Layout, ids) -> dict:
        """Values of the parameters that describe a selection."""
        return selected(layout, ids, self.tray, self.link)._asdict()

    def pin(self, label: str = "", at: int | None = None):
        """Pin a step as B of the comparison: the one at index `at`, by default the present one.

        Raises
        ------
        IndexError
            If there is no such step.
        """
        at = self.at if at is None else at
        results = self._step(at).results or self._solved_again(at)
        self.param.update(pinned=results, pinned_label=label or self.steps[at])

    def pin_opened(self):
        """Compare with the layout as it was opened."""
        self.param.update(pinned=self.opened, pinned_label=OPENED)

    @property
    def pinned_at(self) -> int | None:
        """Index in `steps` of the pinned layout; None if it is none of them, or nothing is pinned."""
        layout = self.pinned.layout if self.pinned else None
        return next((i for i, step in enumerate(self._steps) if step.layout is layout), None)

    def recall(self):
        """Make B the present state: jump to it if it is a step of the history, else commit it as a step."""
        if self.pinned is None:
            return
        at = self.pinned_at
        if at is not None:
            self.jump(at)
        else:
            self.commit(self.pinned.layout, f"Go to {self.pinned_label}", self.pinned, may_misplace=True)

    def swap(self):
        """Make B the present state, and the present state B."""
        if self.pinned is None:
            return
        present, label = self.committed.results, self.steps[self.at]
        self.recall()
        self.param.update(pinned=present, pinned_label=label)

    def unpin(self):
        """End the comparison."""
        self.param.update(pinned=None, pinned_label="")

    # -- internals -------------------------------------------------------------------------------

    def _refuse(self, why: str):
        self.param.update(notice=why, **self._state(self.at))

    def _step(self, at: int) -> Step:
        if not 0 <= at < len(self._steps):
            raise IndexError(f"there is no step {at}; the history has 0 to {len(self._steps) - 1}")
        return self._steps[at]

    def _solved_again(self, at: int) -> Results:
        return evaluate(self._steps[at].layout, previous=self.seen)

    def _state(self, at: int) -> dict:
        step = self._steps[at]
        return {
            "layout": step.layout,
            "results": step.results,
            "glanced": None,
            "is_live": False,
            "steps": tuple(step.label for step in self._steps),
            "at": at,
        }

    def _forget_results(self):
        """Drop the results of steps far from the present one: they take megabytes, and `jump` solves them."""
        near = range(self.at - SOLVED, self.at + SOLVED + 1)
        for i, step in enumerate(self._steps):
            if i not in near and step.results is not None:
                self._steps[i] = step._replace(results=None)


def new_misplacements(before: Layout, after: Layout) -> list[Misplacement]:
    """The first placement rule that an edit newly breaks, as a list; empty if it breaks none."""
    return list(islice(newly_misplaced(after, frozenset(misplaced(before))), 1))
