"""Stand-ins for a page, its threads, its session and the time. A layout is a number here."""

from types import SimpleNamespace


class Document:
    """Collects next-tick callbacks; `tick` runs those that are there."""

    session_context = None

    def __init__(self):
        self.waiting, self.timed = [], []

    def add_next_tick_callback(self, callback):
        self.waiting.append(callback)

    def add_timeout_callback(self, callback, ms):
        self.timed.append((callback, ms))

    def ring(self):
        """The time of all timers has come."""
        ready, self.timed = self.timed, []
        for callback, _ in ready:
            callback()

    def tick(self):
        ready, self.waiting = self.waiting, []
        for callback in ready:
            callback()


class Pool:
    """A pool whose jobs run when the test says so."""

    def __init__(self):
        self.jobs = []

    def submit(self, function, *arguments):
        job = Future(function, arguments)
        self.jobs.append(job)
        return job


class Future:
    def __init__(self, function, arguments):
        self.function, self.arguments, self.callback = function, arguments, None

    def add_done_callback(self, callback):
        self.callback = callback

    def result(self):
        return self.value

    def run(self):
        self.value = self.function(*self.arguments)
        self.callback(self)


class Kept:
    """A step of a session's history."""

    def __init__(self, layout):
        self.layout = layout


class Session:
    """What a session shows and keeps, as lists. A layout is a number; above 100 it is refused."""

    def __init__(self):
        self.layout = 0
        self.steps, self.dropped, self.jumps = ("Open", "Move"), {}, []
        self.committed = Kept(0)
        self.results, self.notice, self.tray, self.is_live = None, "", "r1.sw1", False
        self.previewed, self.kept, self.canceled = [], [], 0

    @property
    def seen(self):
        return SimpleNamespace(layout=self.layout)

    def preview(self, layout, results):
        self.previewed.append(layout)
        self.layout, self.results, self.is_live = layout, results, True

    def commit(self, layout, label, results, may_misplace=False, select=None, broken=()):
        if broken and not may_misplace:
            self.notice = "no room"
            return False
        self.kept.append((label, layout))
        self.layout, self.results, self.is_live = layout, results, False
        self.committed = Kept(layout)
        return True

    def unsolved(self, at):
        return self.dropped.get(at)

    def jump(self, to, results=None):
        self.jumps.append((to, results))

    def cancel(self):
        self.canceled += 1
        self.layout, self.is_live = self.committed.layout, False


class Clock:
    """Time as the test has it."""

    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


def misplaced(before, after):
    """Rules for layouts that are numbers: nothing stands above 100."""
    return ["no room"] if after > 100 else []


def to(value):
    return lambda layout: value
