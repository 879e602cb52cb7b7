"""Ten users on one server, and what it keeps in memory: part of ``make bench-ui``.

The users have no screens, see ``wire.py``: the server has the machine's cores nearly to itself, as it
has where ten browsers run elsewhere. Each drags an engine of the 51.2T switch or a NIC of an NVL72 at 60
moves a second and holds on where the page would. One more user only selects: how long an answer takes
that solves nothing is what somebody who types would feel. With a process for each core the users are spread
over them by chance, one process may have more than its part.

A second user's drag is measured alone and while the first makes the heaviest edits that a page allows, in one
process: how far one user holds another. The ratio shall be 2 at most.
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.wire import WireUser, dragged, dropped
from tests.ui.conftest import serving

DRAGS = (
    ("switch_51t_cpo", "r1.sw1", "sw.ports_oe02", (30.0, 20.0)),
    ("gb200_nvl72", "r1.c01", "compute.nic0", (30.0, 20.0)),
)
HEAVY = (
    ("NVLink of a rack to CPO", "gb200_nvl72", ("", ""), "tech:nvlink:cpo_nv_quantumx_1600"),
    (
        "engines for 10,000 links",
        "switch_51t_cpo",
        ("n_links: 64", "n_links: 10000"),
        "tech:ports:cpo_nv_quantumx_1600",
    ),
)
"""What the first user does: name, layout, what is written otherwise in its file, command of the palette."""
MB = 2**20
HEAD = (
    f"{'processes':>9}{'users':>7}{'p50 ms':>9}{'p95':>8}{'p95 of worst':>14}{'latest':>9}"
    f"{'updates/s':>11}{'CPU ms each':>12}{'select p50 ms':>15}{'p95':>8}"
)


def to_and_fro(n: int, start, reach):
    """Places of a hand that moves to a new one each time."""
    for step in range(n):
        way = 1 - abs((step / n * 6) % 2 - 1)
        yield start[0] + reach[0] * way, start[1] + reach[1] * way + 0.31 * (step % 3)


async def start_of(user: WireUser, tray: str, part: str) -> tuple[float, float]:
    """Open a tray and see where a part stands, as the scene of the plan says."""
    await user.say(user.ids["ElevationView"], {"type": "select", "ids": [tray]})
    await user.until(lambda: part in user.places)
    return user.places[part]


async def selected(user: WireUser, part: str) -> float:
    """Seconds until a press on a part that was not selected is answered."""
    begun, known = time.perf_counter(), user.selected
    await user.say(user.ids["PlanView"], {"type": "select", "ids": [part]})
    await user.until(lambda: user.selected > known)
    return time.perf_counter() - begun


async def users_at_once(url: str, server: psutil.Process, n_users: int, seconds: float) -> str:
    """p50, p95 and the latest of all users' moves, and of the answers to who only selects."""
    drags = [DRAGS[i % len(DRAGS)] for i in range(n_users)]
    users = [await WireUser.opened(url, layout) for layout, *_ in drags]
    quiet = await WireUser.opened(url, "switch_51t_cpo")
    places = [
        list(to_and_fro(int(60 * seconds), await start_of(u, tray, part), reach))
        for u, (_, tray, part, reach) in zip(users, drags, strict=True)
    ]
    await start_of(quiet, "r1.sw1", "sw.ports_oe02")
    answers, users_done = [], asyncio.Event()

    async def selects():
        for part in cycle(quiet.places):
            if users_done.is_set():
                return
            answers.append(await selected(quiet, part))
            await asyncio.sleep(0.05)

    selecting = asyncio.create_task(selects())
    begun, used = time.perf_counter(), cpu_s(server)
    drawn = -sum(user.n_frames for user in users)
    late = await asyncio.gather(
        *(dragged(u, part, way) for u, (_, _, part, _), way in zip(users, drags, places, strict=True))
    )
    took, used = time.perf_counter() - begun, cpu_s(server) - used
    drawn += sum(user.n_frames for user in users)
    users_done.set()
    await selecting
    for user in (*users, quiet):
        await user.close()
    worst_user = max(_p95(each) for each in late)
    every = [t for each in late for t in each]
    return (
        f"{n_users:>7}{_ms(statistics.median(every)):>9}{_ms(_p95(every)):>8}{_ms(worst_user):>14}"
        f"{_ms(max(every)):>9}{drawn / took:>11.0f}{_ms(used / drawn):>12}"
        f"{_ms(statistics.median(answers)):>15}{_ms(_p95(answers)):>8}"
    )


async def edited(user: WireUser, key: str) -> bool:
    """Run a command of the page's palette that makes or undoes a step; False if it was refused."""
    step, refusals = user.step, user.refusals
    await user.say(user.ids["Bar"], {"type": "run", "key": key})
    await user.until(lambda: user.step != step or user.refusals > refusals, timeout_s=600)
    return user.step != step


async def brought(user: WireUser, text: str):
    """Open a layout file of the user's own."""
    heard = len(user.heard_at_once)
    await user.say(user.ids["Bar"], {"type": "upload", "name": "mine.layout.yaml", "text": text})
    await user.until(lambda: any(("Bar", "keep") in kinds for kinds in user.heard_at_once[heard:]))


async def edits(user: WireUser, key: str, took_s: list):
    """The same edit again and again, undone between; how long each took."""
    while True:
        begun = time.perf_counter()
        is_kept = await edited(user, key)
        took_s.append(time.perf_counter() - begun)
        if is_kept:
            await edited(user, "undo")


async def beside_another(url: str, seconds: float) -> list[str]:
    """p95 of a second user's moves, alone and while the first edits, and the ratio of the two."""
    second = await WireUser.opened(url, DRAGS[0][0])
    start = await start_of(second, DRAGS[0][1], DRAGS[0][2])

    async def drag(n: int = 1):
        late = []
        for _ in range(n):
            late += await dragged(second, DRAGS[0][2], to_and_fro(int(60 * seconds), start, DRAGS[0][3]))
        return late

    rows = []
    for name, layout, written, key in HEAVY:
        first = await WireUser.opened(url, layout)
        await brought(first, Path(f"layouts/{layout}.layout.yaml").read_text().replace(*written))
        alone, took_s = await drag(3), []
        editing = asyncio.create_task(edits(first, key, took_s))
        beside = []
        while len(beside) < len(alone) or not took_s:
            beside += await drag()
        editing.cancel()
        await first.close()
        rows.append(
            f"beside {name} ({statistics.median(took_s):.1f} s each): p95 {_ms(_p95(alone))} ms alone, "
            f"{_ms(_p95(beside))} ms so, latest {_ms(max(beside))} ms: {_p95(beside) / _p95(alone):.1f} times"
        )
    await second.close()
    return rows


async def pages_in_memory(url: str, server: psutil.Process, n: int) -> str:
    """What one more open page costs the server."""
    users = [await WireUser.opened(url, "gb200_nvl72") for _ in range(2)]
    before = server.memory_info().rss
    users += [await WireUser.opened(url, "gb200_nvl72") for _ in range(n)]
    each = (server.memory_info().rss - before) / n / MB
    for user in users:
        await user.close()
    return f"{each:.1f} MB of the server's memory for each of {n} more open pages of an NVL72"


async def drags_in_memory(url: str, server: psutil.Process, n: int) -> str:
    """Memory of the server after each quarter of that many drags that were kept as steps."""
    layout, tray, part, _ = DRAGS[0]
    user = await WireUser.opened(url, layout)
    start, seen = await start_of(user, tray, part), [server.memory_info().rss]
    for quarter in range(4):
        for step in range(n // 4):
            way = [(start[0] + (step % 40) * 0.8, start[1] + i) for i in range(3)]
            await dragged(user, part, way)
            await dropped(user, part, (start[0] + (step % 40) * 0.7, start[1] + quarter))
        seen.append(server.memory_info().rss)
    await user.close()
    return f"{' -> '.join(f'{rss / MB:.0f}' for rss in seen)} MB before and after each quarter of {n} drags"


def cpu_s(server: psutil.Process) -> float:
    """Seconds of a core that a server and its further processes have had."""
    times = [each.cpu_times() for each in (server, *server.children())]
    return sum(each.user + each.system for each in times)


def _p95(values) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f}"


@contextmanager
def served(processes: int):
    """A server's address and its process."""
    with serving(processes=processes) as server:
        yield server.url, next(c for c in psutil.Process().children() if "serve" in c.cmdline())


async def warmed(url: str, processes: int):
    """Open pages until each process has most probably had one."""
    for _ in range(1 if processes == 1 else 3 * processes):
        user = await WireUser.opened(url, "gb200_nvl72")
        await asyncio.sleep(10 / processes)
        await user.close()


async def run(asked):
    print(HEAD)
    for processes, counts in ((1, asked.users), (os.cpu_count(), asked.users[-1:])):
        with served(processes) as (url, process):
            await warmed(url, processes)
            for n in counts:
                row = await users_at_once(url, process, n, asked.seconds)
                print(f"{processes:>9}{row}", flush=True)
            if processes == 1:
                print(*await beside_another(url, asked.seconds), sep="\n", flush=True)
                print(await pages_in_memory(url, process, 8), flush=True)
                print(await drags_in_memory(url, process, asked.drags), flush=True)


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--seconds", type=float, default=3.0)
    ask.add_argument("--users", type=int, nargs="*", default=[1, 10])
    ask.add_argument("--drags", type=int, default=1000)
    asked = ask.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} before, {os.cpu_count()} cores, {asked.seconds:g} s a drag")
    asyncio.run(run(asked))


if __name__ == "__main__":
    main()
