"""Pictures of the page in every state, themes and sizes, and one strip of a drag: ``make pictures``.

They go to ``.cache/pictures``, with a sheet of each size and theme to look at many at once. The strip and the
two pictures of the README go to ``assets``. All is done with real mouse and keyboard in Chromium.
"""

import argparse
import sys
import time
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Error, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.making.picture_states import ENGINE, ENGINE_BY, STATES, held_tray, opened
from tests.ui import chromium
from tests.ui.conftest import ROOT, serving
from tests.ui.hands import middle

PICTURES = ROOT / ".cache/pictures"
ASSETS = ROOT / "assets"
SIZES = {"1280": (1280, 720), "1440": (1440, 900), "2560": (2560, 1440)}
THEMES = ("light", "dark")
FRAMES, STRIP_COLUMNS, VIEW_PX = 8, 4, (480, 330)
SHEET_COLUMNS, THUMB_PX = 3, 640
INK, PAPER, QUIET = (16, 24, 40), (255, 255, 255), (71, 84, 103)
GAP, LINE = 16, 26


def page_of(browser, url: str, size, theme: str):
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, base_url=url
    )
    return context.new_page()


def states(browser, url: str, size: str, theme: str, only: str) -> bool:
    """A picture of every state, and a sheet of them all; False if one could not be reached."""
    folder = PICTURES / f"{size}_{theme}"
    folder.mkdir(parents=True, exist_ok=True)
    taken, whole = [], True
    for group in STATES:
        if only and only not in group.__name__:
            continue
        page = page_of(browser, url, SIZES[size], theme)
        try:
            for name in group(page):
                path = folder / f"{name.replace(' ', '_').replace(',', '')}.png"
                page.screenshot(path=path)
                taken.append((name, path))
        except Error as stuck:
            whole = False
            print(f"{size} {theme}, after {taken[-1][0] if taken else 'nothing'}: {stuck}", file=sys.stderr)
        page.context.close()
        print(f"{size} {theme}: {len(taken)} pictures", flush=True)
    sheet(taken).save(PICTURES / f"sheet_{size}_{theme}{f'_{only}' if only else ''}.png")
    return whole


def sheet(taken) -> Image.Image:
    """Small copies with their names, three in a row."""
    small = []
    for name, path in taken:
        picture = Image.open(path).convert("RGB")
        picture.thumbnail((THUMB_PX, THUMB_PX))
        small.append((name, picture))
    return tiled(small, SHEET_COLUMNS)


def tiled(named, columns: int) -> Image.Image:
    """Pictures of one size in rows, each under its words."""
    w, h = named[0][1].size
    rows = -(-len(named) // columns)
    paper = Image.new("RGB", (columns * (w + GAP) + GAP, rows * (h + LINE + GAP) + GAP), PAPER)
    pen, font = ImageDraw.Draw(paper), ImageFont.load_default(15)
    for i, (words, picture) in enumerate(named):
        x, y = GAP + i % columns * (w + GAP), GAP + i // columns * (h + LINE + GAP)
        time_said, _, rest = words.partition("|")
        pen.text((x, y), time_said, INK, font)
        if rest:
            pen.text((x + w, y), rest, QUIET, font, "ra")
        paper.paste(picture, (x, y + LINE))
    return paper


def drag_strip(browser, url: str) -> Image.Image:
    """An engine dragged off its package: what the plan and the worst margin show, frame by frame."""
    page = page_of(browser, url, SIZES["1440"], "light")
    opened(page, "switch_51t_cpo")
    x, y = middle(page, ENGINE)
    clip = {"x": x - 0.36 * VIEW_PX[0], "y": y - 0.45 * VIEW_PX[1], "width": VIEW_PX[0], "height": VIEW_PX[1]}
    page.mouse.move(x, y)
    page.mouse.down()
    begun, frames = time.monotonic(), []
    for frame in range(FRAMES):
        for step in range(10):
            part = (frame + (step + 1) / 10) / FRAMES
            page.mouse.move(x + ENGINE_BY[0] * part, y + ENGINE_BY[1] * part)
            page.wait_for_timeout(16)
        seconds = time.monotonic() - begun
        picture = Image.open(BytesIO(page.screenshot(clip=clip))).convert("RGB")
        frames.append((f"{seconds:.1f} s|{watched(page)}", picture))
    page.keyboard.press("Escape")
    page.mouse.up()
    page.context.close()
    return tiled(frames, STRIP_COLUMNS)


def watched(page) -> str:
    """The figures that follow the engine, as the page writes them."""
    said = []
    for label in ("Interconnect", "Worst margin"):
        figure = page.locator(".tile", has=page.get_by_text(label, exact=True))
        value, unit = (figure.locator(f".{each}").inner_text() for each in ("value", "unit"))
        said.append(f"{label.lower()} {value} {unit}")
    return "   ".join(said)


def readme_pictures(browser, url: str):
    """The page in the middle of a drag, as the README shows it."""
    for theme in THEMES:
        page = page_of(browser, url, SIZES["1440"], theme)
        opened(page, "gb200_nvl72")
        held_tray(page)
        page.screenshot(path=ASSETS / f"page_{theme}.png")
        page.keyboard.press("Escape")
        page.mouse.up()
        page.context.close()


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--size", choices=SIZES, action="append", help="instead of all three")
    ask.add_argument("--theme", choices=THEMES, action="append", help="instead of both")
    ask.add_argument("--only", default="", help="part of a group's name: board, rack, row")
    ask.add_argument("--no-states", action="store_true", help="only what goes to assets")
    ask.add_argument("--no-assets", action="store_true", help="only the states")
    ask.add_argument("--port", type=int, default=0)
    asked = ask.parse_args()
    path, whole = chromium.find(), True
    with serving(port=asked.port) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        if not asked.no_assets:
            drag_strip(browser, server.url).save(ASSETS / "drag_strip.png", optimize=True)
            readme_pictures(browser, server.url)
        if not asked.no_states:
            for size in asked.size or SIZES:
                for theme in asked.theme or THEMES:
                    whole &= states(browser, server.url, size, theme, asked.only)
        browser.close()
    print(f"pictures in {PICTURES} and {ASSETS}")
    sys.exit(0 if whole else 1)


if __name__ == "__main__":
    main()
