"""Shares one solve among several threads.

The thread that calls ``share`` is the leader. It cuts a phase of its kernel into blocks of rows, hands them
out by an atomic counter, computes blocks itself, and goes on when all are done. Helpers are Python threads
inside the same compiled kernel, with the GIL released. No thread waits for a helper that is late, busy
elsewhere or without a core: the leader computes the blocks that no helper takes. A block's result does not
depend on the thread that computes it, and sums are added in the order of the blocks, so results do not
depend on the number of threads.

A kernel that shares its work begins with the parameters ``desk, stage, leads`` and has this form::

    if leads:
        open_phase(desk, stage, 0, blocks)
    block = next_block(desk, stage, leads)
    while block >= 0:
        ...
        finish_block(desk)
        block = next_block(desk, stage, leads)
    if leads:
        await_blocks(desk, blocks)
        close_stage(desk, stage)
"""

import contextlib
import os
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, cast

import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic as numba_intrinsic

from explorer.solvers.compiled import kernel, subroutine

# cast, since callers leave out the first parameter: numba passes the typing context itself
intrinsic = cast("Callable[[Callable], Callable[..., Any]]", numba_intrinsic)

TICKET, DONE, WHAT, PHASE = 0, 8, 16, 17
"""Indices into the desk: the ticket (stage, phase and blocks left, packed in one word) and the count of
blocks done, in separate cache lines; the kind of the phase, and its number."""
PLACES = 24
DISMISSED = -1
SPINS = 2000
"""Reads of the ticket before a waiting thread yields its core: some microseconds."""

_local = threading.local()
_idle: deque = deque()
_lock = threading.Lock()
_started = 0


def share(kernel, *args):
    """Run a kernel, shared with this thread's team if it has one; returns the result of the leader's call."""
    team = getattr(_local, "team", None)
    if team is None:
        return kernel(np.zeros(PLACES, np.int64), 0, True, *args)
    return team.run(kernel, args)


@contextlib.contextmanager
def threads(n: int):
    """Context in which this thread's kernels are shared by up to ``n`` threads: as many as are free."""
    helpers = _free_helpers(n - 1) if getattr(_local, "team", None) is None else []
    if not helpers:
        yield
        return
    team = _local.team = _Team()
    try:
        for helper in helpers:
            helper.calls.put(team)
        yield
    finally:
        _local.team = None
        team.dismiss()
        _idle.extend(helpers)


class _Team:
    """The desk of one leader, and the kernel call that its helpers join."""

    def __init__(self):
        self.desk = np.zeros(PLACES, np.int64)
        self.stage, self.job = 0, None

    def run(self, kernel, args):
        self.stage += 1
        self.job = self.stage, kernel, args
        return kernel(self.desk, self.stage, True, *args)

    def dismiss(self):
        self.desk[TICKET], self.job = DISMISSED, None

    def help(self):
        """Take part in every stage until dismissed."""
        stage = 0
        while await_stage(self.desk, stage):
            job = self.job
            if job is None:
                return
            stage, kernel, args = job
            kernel(self.desk, stage, False, *args)


class _Helper:
    """A daemon thread that helps one team after the other."""

    def __init__(self, number: int):
        self.calls: SimpleQueue = SimpleQueue()
        threading.Thread(target=self._serve, name=f"solver-{number}", daemon=True).start()

    def _serve(self):
        while True:
            self.calls.get().help()


def _free_helpers(most: int) -> list[_Helper]:
    """Up to ``most`` helpers that are in no team; the process starts at most one less than it has cores."""
    global _started
    found = []
    while len(found) < most:
        try:
            found.append(_idle.pop())
        except IndexError:
            with _lock:
                if _started + 1 >= cores():
                    break
                _started += 1
                found.append(_Helper(_started))
    return found


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@intrinsic
def _load(_, desk, place):
    def emit(context, builder, signature, args):
        return builder.load_atomic(_pointer(context, builder, signature, args), "acquire", 8)

    return types.int64(desk, types.intp), emit


@intrinsic
def _store(_, desk, place, value):
    def emit(context, builder, signature, args):
        builder.store_atomic(args[2], _pointer(context, builder, signature, args), "release", 8)
        return context.get_dummy_value()

    return types.void(desk, types.intp, types.int64), emit


@intrinsic
def _add(_, desk, place, value):
    def emit(context, builder, signature, args):
        pointer = _pointer(context, builder, signature, args)
        return builder.atomic_rmw("add", pointer, args[2], "acq_rel")

    return types.int64(desk, types.intp, types.int64), emit


@intrinsic
def _exchange(_, desk, place, old, new):
    """Compare and swap: write ``new`` if the value is still ``old``; returns whether it was."""

    def emit(context, builder, signature, args):
        pointer = _pointer(context, builder, signature, args)
        result = builder.cmpxchg(pointer, args[2], args[3], "acq_rel", "acquire")
        return builder.extract_value(result, 1)

    return types.boolean(desk, types.intp, types.int64, types.int64), emit


def _pointer(context, builder, signature, args):
    array_type = signature.args[0]
    array = context.make_array(array_type)(context, builder, args[0])
    return cgutils.get_item_pointer(context, builder, array_type, array, [args[1]])


if hasattr(os, "sched_yield"):
    _sched_yield = types.ExternalFunction("sched_yield", types.int32())

    @subroutine
    def _pause(spins):
        """Yield the core to other threads after ``SPINS`` reads."""
        if spins > SPINS:
            _sched_yield()

else:

    @subroutine
    def _pause(spins):
        """This system has no call to yield the core."""


@kernel
def await_stage(desk, last):
    """Wait until a stage after ``last`` has work; False if the team is dismissed."""
    spins = 0
    while True:
        ticket = _load(desk, TICKET)
        if ticket == DISMISSED:
            return False
        if ticket >> 32 > last and ticket & 0xFFFF0000:
            return True
        spins += 1
        _pause(spins)


@subroutine
def open_phase(desk, stage, what, blocks):
    """Hand out ``blocks`` blocks, numbered from 0; ``what`` is the kernel's number for this kind of phase."""
    desk[PHASE] += 1
    desk[WHAT] = what
    desk[DONE] = 0
    _store(desk, TICKET, stage << 32 | desk[PHASE] << 16 | blocks)


@subroutine
def next_block(desk, stage, leads):
    """Number of a block to compute; -1 if none is left in the phase (leader) or in the stage (helper).

    A helper waits here until the next stage has work: by then the leader is in a kernel and the GIL is free.
    """
    spins = 0
    while True:
        ticket = _load(desk, TICKET)
        if ticket >> 32 != stage:
            if ticket == DISMISSED or ticket & 0xFFFF0000:
                return -1
        elif ticket & 0xFFFF:
            if _exchange(desk, TICKET, ticket, ticket - 1):
                return (ticket & 0xFFFF) - 1
            continue
        elif leads:
            return -1
        spins += 1
        _pause(spins)


@subroutine
def finish_block(desk):
    """Count a block as done."""
    _add(desk, DONE, 1)


@subroutine
def await_blocks(desk, blocks):
    """Wait, as leader, until all blocks of the phase are done."""
    spins = 0
    while _load(desk, DONE) < blocks:
        spins += 1
        _pause(spins)


@subroutine
def close_stage(desk, stage):
    """End the stage, as leader, after all blocks of its last phase."""
    desk[PHASE] = 0
    _store(desk, TICKET, (stage + 1) << 32)
