"""How fast the page follows a drag, in a real Chromium: ``make bench-ui``.

Every pointer move counts: from the moment that the browser hears of it until the pixels of the heat map
answer that position, or a later one. The pixels are read back each animation frame. Beside it: how many
pictures a second, how late the latest, how long until the glyph itself has moved, bytes an update, how many
moves a second and how many of them to another millimeter or U (there can be no more pictures than those), and
how many milliseconds of a core an update costs on the server and in all of Chromium's processes.

The page, the solver and this script share the machine's cores; the figures are those of that machine. The
first row is the least that the machine can do, a page with nothing on it but one map and a stand-in solver
(``bare_page.py``).
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from pathlib import Path

import psutil
from playwright.async_api import async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.ui import chromium
from tests.ui.conftest import serving

BARE = ("bare page, stand-in", "", "", "glyph", "plan", (70, 40))
DRAGS = (
    ("51.2T CPO, engine", "switch_51t_cpo", "r1.sw1", "sw.ports_oe02", "plan", (70, 40)),
    ("NVL72 CPO, engine", "gb200_nvl72_cpo", "r1.sw1", "nvsw.nvlink_oe03", "plan", (70, 40)),
    ("NVL72, NIC", "gb200_nvl72", "r1.c01", "compute.nic0", "plan", (70, 40)),
    ("NVL72, tray", "gb200_nvl72", "r1.sw9", "r1.sw9", "elevation", (0, 150)),
)
COUNT = """
window.__bytes = 0;
window.WebSocket = class extends WebSocket {
  constructor(...all) {
    super(...all);
    const count = ({data}) => { window.__bytes += data.byteLength ?? data.length; };
    this.addEventListener("message", count);
  }
};"""
WATCH = """() => {
  const all = [...deep(document)];
  const canvas = all.find(n => n.matches?.(".plan canvas"));
  const context = canvas.getContext("2d");
  const seen = window.__seen = {moves: [], pictures: [], glyphs: []};
  let shown = "", pixels = 0, at = "";
  const pick = id => all.find(n => n.dataset?.id === id);
  window.__glyph = null;
  window.addEventListener("pointermove", event => {
    if (!window.__glyph) return;
    const root = window.__glyph.closest(".canvas-root");
    seen.moves.push({t: performance.now(), n: Number(root.dataset.asked || 0)});
  });
  const hand = all.find(n => n.matches?.(".plan .hand"));
  const hand_at = () => hand?.getAnimations()[0]?.effect.getKeyframes()[0].transform ?? "";
  const sum = () => {
    const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
    let s = 7;
    for (let i = 0; i < data.length; i += 52) s = (s * 31 + data[i] * 3 + data[i + 1]) % 4294967291;
    return s;
  };
  const frame = () => {
    const now = performance.now();
    if (window.__glyph) {
      const place = hand_at() + window.__glyph.style.transform;
      if (place !== at) { seen.glyphs.push(now); at = place; }
      if (canvas.dataset.shown !== shown) {
        shown = canvas.dataset.shown;
        const p = sum();
        seen.pictures.push({t: performance.now(), n: Number(shown), changed: p !== pixels});
        pixels = p;
      }
    }
    requestAnimationFrame(frame);
  };
  frame();
  const is_it = (n, id) => n.dataset?.id === id && n.matches(".part, .tray");
  window.__pick = id => { window.__glyph = [...deep(document)].find(n => is_it(n, id)); };
  function* deep(root) {
    for (const n of root.querySelectorAll("*")) { yield n; if (n.shadowRoot) yield* deep(n.shadowRoot); }
  }
}"""


def processes() -> tuple[psutil.Process, list[psutil.Process]]:
    """The server, and Chromium with what it started."""
    every = psutil.Process().children(recursive=True)
    server = next(p for p in every if "serve" in p.cmdline())
    return server, [p for p in every if "chrom" in p.name() or "headless" in p.name()]


def cpu_s(running: list[psutil.Process]) -> float:
    """Seconds of a core that processes have had."""
    return sum(sum(p.cpu_times()[:2]) for p in running)


async def measured(page, url: str, drag: tuple, seconds: float) -> dict:
    """One drag of some seconds; moves are sent at 60 Hz, whether the page keeps up or not."""
    name, layout, tray, id, canvas, reach = drag
    await page.add_init_script(COUNT)
    if layout:
        await _opened(page, f"{url}?layout={layout}", tray)
    else:
        await page.goto(url)
    thing = page.locator(f'.{canvas} [data-id="{id}"]')
    await thing.wait_for()
    await page.wait_for_timeout(1000)
    await page.evaluate(WATCH)
    await page.evaluate(f"__pick({id!r})")
    box = await thing.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    server, browser = processes()
    used = -cpu_s([server]), -cpu_s(browser)
    before = await page.evaluate("__bytes")
    begun = time.perf_counter()
    n, sent = int(60 * seconds), []
    for step in range(n):
        # to and fro, so that every move is one to another place
        way = 1 - abs((step / n * 6) % 2 - 1)
        place = x + reach[0] * way, y + reach[1] * way + 0.31 * (step % 3)
        sent.append(asyncio.create_task(page.mouse.move(*place)))
        await asyncio.sleep(max(0.0, begun + (step + 1) / 60 - time.perf_counter()))
    took = time.perf_counter() - begun
    used = (used[0] + cpu_s([server]), used[1] + cpu_s(browser))
    await asyncio.gather(*sent)
    await page.wait_for_timeout(400)
    seen, arrived = await page.evaluate("[__seen, __bytes]")
    await page.keyboard.press("Escape")
    await page.mouse.up()
    return {"name": name, "took": took, "bytes": arrived - before, "used_s": used, **seen}


async def _opened(page, url: str, tray: str):
    """The page, settled, with a tray shown from above."""
    await page.goto(url)
    shown = page.locator(f'.elevation [data-id="{tray}"]')
    await shown.wait_for(timeout=60_000)
    await page.locator(".state", has_text="settled").wait_for(timeout=60_000)
    await page.wait_for_timeout(2500)
    await shown.click()


def latencies_ms(moves, pictures) -> list[float]:
    """From each move to another place to the first new picture that answers it or a later one."""
    found, i, asked = [], 0, 0
    for move in moves:
        if move["n"] == asked:
            continue  # it came to rest on the same millimeter or U: there is nothing new to solve
        asked = move["n"]
        while i < len(pictures) and not (
            pictures[i]["changed"] and pictures[i]["n"] >= move["n"] and pictures[i]["t"] >= move["t"]
        ):
            i += 1
        if i < len(pictures):
            found.append(pictures[i]["t"] - move["t"])
    return found


def row(run: dict) -> str:
    late = sorted(latencies_ms(run["moves"], run["pictures"]))
    changed = [p for p in run["pictures"] if p["changed"]]
    if not late or not changed:
        return f"{run['name']:<22} no picture changed"
    follow = []
    for move in run["moves"]:
        after = next((t for t in run["glyphs"] if t >= move["t"]), None)
        if after is not None:
            follow.append(after - move["t"])
    gaps = [b["t"] - a["t"] for a, b in zip(changed, changed[1:], strict=False)]
    glyph = statistics.median(follow) if follow else float("nan")
    return (
        f"{run['name']:<22}{statistics.median(late):7.1f}{late[int(0.95 * len(late))]:8.1f}{late[-1]:8.0f}"
        f"{len(changed) / run['took']:10.1f}{max(gaps, default=0):10.0f}"
        f"{glyph:9.1f}{run['bytes'] / len(changed) / 1024:10.1f}"
        f"{len(run['moves']) / run['took']:9.0f}{len({m['n'] for m in run['moves']}) / run['took']:9.1f}"
        f"{1000 * run['used_s'][0] / len(changed):11.1f}{1000 * run['used_s'][1] / len(changed):9.1f}"
    )


async def run(asked, path: str):
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        for app, drags in (("tests/served/bare_page.py", (BARE,)), ("apps/explorer.py", DRAGS)):
            with serving(app=app) as server:
                for drag in drags:
                    for _ in range(asked.runs if asked.only in drag[0] else 0):
                        context = await browser.new_context(viewport={"width": 1440, "height": 900})
                        page = await context.new_page()
                        print(row(await measured(page, server.page_url, drag, asked.seconds)), flush=True)
                        await context.close()
        await browser.close()


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--seconds", type=float, default=3.0)
    ask.add_argument("--runs", type=int, default=3)
    ask.add_argument("--only", default="", help="part of a drag's name")
    asked = ask.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} before, {os.cpu_count()} cores, {asked.seconds:g} s a drag")
    head = f"{'ms from move to pixels':<22}{'p50':>7}{'p95':>8}{'worst':>8}{'updates/s':>10}{'gap ms':>10}"
    print(
        f"{head}{'glyph ms':>9}{'kB/update':>10}{'moves/s':>9}{'asked/s':>9}{'server CPU':>11}{'browser':>9}"
    )
    asyncio.run(run(asked, chromium.find()))


if __name__ == "__main__":
    main()
