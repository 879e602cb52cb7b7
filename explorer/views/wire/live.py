"""Pacing of edits: the page keeps responding while a layout is solved, and outdated positions are skipped.

One pool of threads serves all sessions (the kernels release the GIL). It applies edits, checks the placement
rules and evaluates the layouts, so that other pages do not wait. A session has one job in flight and at most
one preview waiting; a newer preview replaces the waiting one.

While parts of the shown tray are dragged, each position is solved as a glance: the heat of that tray alone. A
full evaluation runs at most five times a second and takes at most a twelfth of the time: nobody reads figures
more often, and the drags of all users get faster. When the pointer rests, everything is evaluated.
"""

import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple
from weakref import WeakKeyDictionary, ref

from explorer.analysis import Results, evaluate
from explorer.analysis.glance import Glance, glance
from explorer.model import Layout
from explorer.model.placement import Misplacement
from explorer.session import new_misplacements
from explorer.views.wire import channel
from explorer.views.wire.background import answered, beside, edited, pool, server_document

WHOLE_EVERY_S = 0.2
GLANCES = 3
"""After a full evaluation glances are enough for at least `WHOLE_EVERY_S` seconds and `GLANCES` positions."""
WHOLE_SHARE = 12.0
"""Glances are also enough for this many times the duration of the last full evaluation, which takes longer
while many users drag."""
REST_S = 0.15
"""The pointer rests if no new position arrives for this many seconds after an answer."""


class Job(NamedTuple):
    """An edit to be solved: a commit with ``label`` as the name of its step, or a preview if it is ``None``.

    ``edit(layout)`` takes the last committed layout and returns the new one, or ``(new one, ids)`` to select
    those ids once it is committed. It runs in another thread, and runs again if another step is committed in
    the meantime, so it must have no side effects. ``shows(ids)`` is called on the page before the new layout
    is shown.
    """

    edit: Callable
    label: str | None
    then: Callable[[str], None]
    may_misplace: bool = False
    seq: int = 0
    shows: Callable[[tuple], None] | None = None
    whole: bool = False
    """Requires a full evaluation; a glance is not enough."""


class Solved(NamedTuple):
    """The outcome of an edit; ``results`` is None if a rule refuses the edit or it changes nothing."""

    layout: Layout
    selected: tuple | None
    broken: list[Misplacement]
    results: Results | None


class Pace:
    """Solves the jobs of one session, one after the other."""

    def __init__(self, session):
        # Weak reference: `_paces` is keyed by session and must not keep it alive.
        self._of = ref(session)
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._stale = False
        self._base = None
        self._rested: list[Callable] = []
        self._glance_until = self._answered_at = 0.0
        self._glances = 0  # since the last full evaluation
        self._is_called = False
        self.shown = 0
        """Sequence number of the preview that the session shows: the position that a drawing belongs to."""

    @property
    def _session(self):
        return self._of()

    def preview(self, edit, then=lambda refusal: None, seq: int = 0, shows=None):
        """Show ``edit(layout)`` unless a newer preview replaces it; call ``then(refusal)`` either way."""
        self._drop_previews()
        self._add(Job(edit, None, then, seq=seq, shows=shows))

    def commit(self, edit, label, then=lambda refusal: None, may_misplace=False, shows=None):
        """Commit ``edit(layout)`` as an undoable step; ``then`` gets the reason if it is refused, else ''.

        With ``may_misplace`` an invalid place becomes a finding instead of a refusal.
        """
        self._drop_previews()
        self._stale |= self._running is not None and self._running.label is None
        self._add(Job(edit, label, then, may_misplace, shows=shows))

    def cancel(self):
        """Drop every preview and show the last committed layout."""
        self._drop_previews()
        self._stale |= self._running is not None and self._running.label is None
        self._session.cancel()

    def forget(self):
        """Drop every pending edit, including commits."""
        dropped, self._waiting = self._waiting, deque()
        self._stale = self._running is not None
        for job in dropped:
            job.then("")

    def jump(self, to: int):
        """Go to a step of the history; if its results were dropped, solve it in a worker thread first.

        Raises
        ------
        IndexError
            If there is no such step.
        """
        self.forget()
        session, layout = self._session, self._session.unsolved(to)
        if layout is None:
            session.jump(to)
            return

        def arrived(results):
            if isinstance(results, str):
                session.notice = results
            elif to < len(session.steps) and session.unsolved(to) is layout:
                session.jump(to, results)

        beside(lambda: evaluate(layout, previous=session.results), arrived)

    def at_rest(self, then: Callable):
        """Call ``then()`` once no edit is pending, so that a saved file includes the drag just released."""
        self._rested.append(then)
        self._tell_rested()

    def _tell_rested(self):
        while self._rested and self._running is None:
            self._rested.pop(0)()

    def _drop_previews(self):
        dropped = [job for job in self._waiting if job.label is None]
        self._waiting = deque(job for job in self._waiting if job.label is not None)
        for job in dropped:
            job.then("")

    def _add(self, job):
        self._waiting.append(job)
        if self._running is None:
            self._next()

    def _next(self):
        if not self._waiting:
            return
        job = self._running = self._waiting.popleft()
        self._stale, self._base = False, self._session.committed
        document, base, may_glance = server_document(), self._base.layout, self._may_glance(job)
        if document is None:
            self._finish(job, answered(lambda: self._solve(job, base, False)))
            return
        on_page = channel.from_elsewhere(document)
        future = pool().submit(answered, lambda: self._solve(job, base, may_glance))
        future.add_done_callback(lambda done: on_page(lambda: self._finish(job, done.result())))

    def _may_glance(self, job) -> bool:
        if job.label is not None or job.whole:
            return False
        return self._glances < GLANCES or time.monotonic() < self._glance_until

    def _solve(self, job: Job, base: Layout, may_glance: bool) -> Solved:
        """Apply an edit, check a commit against the placement rules, and evaluate it; for a worker thread."""
        layout, selected = _edited(job.edit(base))
        if job.label is None:
            return Solved(
                layout, selected, [], self._glanced_at(layout, may_glance) or self._evaluated(layout)
            )
        if layout == base:
            return Solved(base, selected, [], None)
        broken = [] if job.may_misplace else new_misplacements(base, layout)
        return Solved(layout, selected, broken, None if broken else self._evaluated(layout, settled=True))

    def _glanced_at(self, layout, may_glance: bool) -> Glance | None:
        seen = glance(layout, self._session.seen, self._session.tray) if may_glance else None
        self._glances += seen is not None
        return seen

    def _evaluated(self, layout, settled=False) -> Results:
        begun = time.monotonic()
        seen = evaluate(layout, previous=self._session.seen, settled=settled)
        ended = time.monotonic()
        self._glances, self._glance_until = 0, ended + max(WHOLE_EVERY_S, WHOLE_SHARE * (ended - begun))
        return seen

    def _finish(self, job: Job, solved: Solved | str):
        """Publish the outcome of a job and answer it, in one message to the page."""
        edited()
        if job.label is not None and not self._stale and self._session.committed is not self._base:
            # The history moved on while this was solved: apply the edit to the layout committed now.
            self._waiting.appendleft(job)
            self._running = None
            self._next()
            return
        refusal = solved if isinstance(solved, str) else ""
        with channel.together(server_document()):
            if job.label is None:
                job.then(refusal)
            try:
                if not refusal:
                    refusal = self._publish(job, solved)
                elif job.label is not None:
                    self._session.cancel()
            finally:
                self._running, self._answered_at = None, time.monotonic()
                if job.label is not None:
                    job.then(refusal)
                self._next()
                self._call_whole()
                self._tell_rested()

    def _call_whole(self):
        """Schedule a full evaluation for when the pointer rests, if the last answer was a glance."""
        document = server_document()
        if self._glances and not self._is_called and document is not None:
            self._is_called = True
            wait_s = max(0.0, self._answered_at + REST_S - time.monotonic())
            document.add_timeout_callback(self._whole, int(1000 * wait_s) + 1)

    def _whole(self):
        self._is_called = False
        session = self._session
        if session is None or not session.is_live or self._running is not None:
            return
        if time.monotonic() < self._answered_at + REST_S:
            self._call_whole()
            return
        seen = session.seen.layout
        self._add(Job(lambda _: seen, None, lambda refusal: None, seq=self.shown, whole=True))

    def _publish(self, job: Job, solved: Solved) -> str:
        session = self._session
        if self._stale or session.committed is not self._base:
            return ""
        if job.shows:
            job.shows(solved.selected)
        if job.label is None:
            self.shown = job.seq
            session.preview(solved.layout, solved.results)
            return ""
        layout, selected, broken, results = solved
        kept = session.commit(layout, job.label, results, job.may_misplace, selected, broken)
        return "" if kept else session.notice


def _edited(answer) -> tuple:
    """Return (layout, ids to select) of an edit's answer; ids of ``None`` leave the selection alone."""
    return answer if isinstance(answer, tuple) else (answer, None)


_paces: WeakKeyDictionary = WeakKeyDictionary()


def pace_of(session) -> Pace:
    """Return the `Pace` of a session, which all its views share."""
    if session not in _paces:
        _paces[session] = Pace(session)
    return _paces[session]
