"""Threads at one kernel: every block once, whoever computes it, and nobody waits for a thread."""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numba import njit

from explorer.solvers import team
from explorer.solvers.team import await_blocks, close_stage, finish_block, next_block, open_phase

BLOCKS = 40


@njit(nogil=True)
def count(desk, stage, leads, times, helped, work):
    """Each block counts itself, after ``work`` idle additions."""
    if leads:
        open_phase(desk, stage, 0, len(times))
    block = next_block(desk, stage, leads)
    while block >= 0:
        for i in range(work):
            times[block] += i % 2
        times[block] += 1 - work // 2
        helped[block] = not leads
        finish_block(desk)
        block = next_block(desk, stage, leads)
    if leads:
        await_blocks(desk, len(times))
        close_stage(desk, stage)


@pytest.fixture
def many_cores(monkeypatch):
    monkeypatch.setattr(team, "cores", lambda: 4)


def counted(threads, stages=5, work=2000):
    times, helped = np.zeros(BLOCKS, np.int64), np.zeros(BLOCKS, np.bool_)
    with team.threads(threads):
        for _ in range(stages):
            team.share(count, times, helped, work)
    assert (times == stages).all()
    return helped.any()


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_every_block_is_computed_once(many_cores, threads):
    for _ in range(20):
        counted(threads)


def test_a_helper_takes_blocks(many_cores):
    until = time.monotonic() + 20.0
    while not counted(2, work=200000):
        assert time.monotonic() < until


def test_one_thread_has_no_helper(many_cores):
    assert not counted(1, work=200000)


def test_eight_leaders_share_the_helpers(many_cores):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(counted, [2, 3] * 40))


def test_helpers_are_free_again_after_an_error(many_cores):
    for _ in range(10):
        with pytest.raises(ZeroDivisionError), team.threads(4):
            raise ZeroDivisionError
    with team.threads(4):
        assert len(team._idle) == 0
    assert len(team._idle) == 3


def test_a_team_inside_a_team_is_the_same(many_cores):
    with team.threads(2):
        counted(2)
        counted(2)
