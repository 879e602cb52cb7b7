"""Every state of the page that is looked at: how a person gets there, by mouse and keyboard."""

from explorer.files import dump, read
from explorer.model import Rack
from explorer.quantities.maps import MAPS
from explorer.quantities.trays import METRICS
from explorer.views.shell.page import LAYOUTS
from tests.ui.hands import hold, middle

SETTLE_MS = 700
ENGINE, ENGINE_BY = "sw.ports_oe02", (60, 22)
TRAY, BELOW = "r1.sw9", "r1.c18"


def opened(page, layout):
    page.goto(f"/explorer?layout={layout}")
    page.locator(".plan [data-id]").first.wait_for(timeout=90_000)
    page.locator(".state", has_text="settled").wait_for(timeout=60_000)
    if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):
        page.locator(".plan.dark").wait_for()
    page.wait_for_timeout(1500)


def run(page, words):
    """Something by its name, as from the command palette."""
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search and run").fill(words)
    page.locator(".palette .command", has_text=words).first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_timeout(SETTLE_MS)


def undone(page):
    page.keyboard.press("Escape")
    page.mouse.up()
    page.keyboard.press("Escape")
    page.wait_for_timeout(SETTLE_MS)


def board_states(page):
    """States of a switch with co-packaged optics; the page is in one when its name comes."""
    opened(page, "switch_51t_cpo")
    yield "opened"
    page.locator('.plan [data-id="sw.asic0"]').click()
    for quantity, figure in MAPS.items():
        run(page, f"Map: {figure.label}")
        yield f"map {quantity}"
    run(page, "Map: Temperature")
    page.get_by_role("button", name="Lines of equal value").click()
    page.wait_for_timeout(SETTLE_MS)
    yield "lines of equal value"
    page.get_by_role("button", name="Lines of equal value").click()
    page.get_by_role("tab", name="Selected").click()
    page.wait_for_timeout(SETTLE_MS)
    yield "selected"
    page.get_by_role("tab", name="Links").click()
    hold(page, ENGINE, *ENGINE_BY)
    page.wait_for_timeout(300)
    yield "engine held"
    undone(page)
    x, y = middle(page, "sw.psu2")
    x0, y0 = middle(page, "sw.fan3")
    hold(page, "sw.fan3", x - x0, y - y0)
    yield "place refused, held"
    page.mouse.up()
    page.locator(".plan .refusal.shown").wait_for()
    page.wait_for_timeout(300)
    yield "place refused"
    hold(page, "sw.fan0", 12, 0)
    page.mouse.up()
    page.locator(".changed", has_text="changed").wait_for()
    page.wait_for_timeout(SETTLE_MS)
    yield from windows(page)
    yield from compared(page)


def windows(page):
    page.get_by_role("button", name="History", exact=True).click()
    page.wait_for_timeout(300)
    yield "history"
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search and run").fill("headroom")
    page.wait_for_timeout(300)
    yield "palette"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    yield "keyboard map"
    page.keyboard.press("Escape")
    page.locator(".tile .why-button").nth(1).click()
    page.wait_for_timeout(SETTLE_MS)
    yield "why"
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)


def compared(page):
    page.get_by_role("combobox", name="Ports").click()
    page.get_by_role("menuitem", name="800G DR8 / 2xDR4 DSP").click()
    page.locator('.plan [data-id^="sw.ports_cage"]').first.wait_for(timeout=30_000)
    page.wait_for_timeout(1500)
    page.keyboard.press("c")
    page.locator(".sides .told li").first.wait_for()
    box = page.locator(".sides .side-stage").first.bounding_box()
    page.mouse.move(box["x"] + 0.12 * box["width"], box["y"] + 0.3 * box["height"])
    page.wait_for_timeout(SETTLE_MS)
    yield "compare boards"
    page.mouse.move(2, 2)
    page.get_by_role("button", name="Beside the racks").click()
    page.wait_for_timeout(SETTLE_MS)
    yield "compare beside the racks"
    page.locator(".sides .close").click()
    page.get_by_role("tab", name="Compare").click()
    page.wait_for_timeout(SETTLE_MS)
    yield "compare tab"


def rack_states(page):
    """States of a rack of 37 trays."""
    opened(page, "gb200_nvl72")
    page.locator(f'.elevation [data-id="{TRAY}"]').click()
    for key, metric in METRICS.items():
        run(page, f"Color the racks by: {metric.figure.label}")
        yield f"racks {key}"
    page.get_by_role("combobox", name="Side").click()
    page.get_by_role("menuitem", name="Rear").click()
    page.wait_for_timeout(SETTLE_MS)
    yield "rear"
    page.get_by_role("combobox", name="Side").click()
    page.get_by_role("menuitem", name="Front").click()
    run(page, "Color the racks by: Hottest part")
    held_tray(page)
    yield "tray held"
    page.mouse.up()
    page.locator(".changed", has_text="changed").wait_for()
    page.wait_for_timeout(1500)
    page.keyboard.press("c")
    page.locator(".sides .told li").first.wait_for()
    page.get_by_role("button", name="Racks", exact=True).click()
    page.wait_for_timeout(SETTLE_MS)
    yield "compare racks"
    page.keyboard.press("Escape")
    for tab in ("Distance", "Power flow", "Busbar", "Heat", "Over time"):
        shown = page.get_by_role("tab", name=tab)
        if shown.count():
            shown.first.click()
            page.wait_for_timeout(1200)
            yield f"tab {tab.lower()}"


def held_tray(page):
    """A switch tray dragged up the rack, until its copper is too long; the button is still down."""
    page.locator(f'.elevation [data-id="{TRAY}"]').click()
    page.wait_for_timeout(SETTLE_MS)
    box = page.locator(f'.elevation [data-id="{BELOW}"] .body').bounding_box()
    hold(page, TRAY, 6, box["y"] - 0.5 * box["height"] - middle(page, TRAY)[1])
    page.wait_for_timeout(900)


def row_states(page):
    """Several racks in a row."""
    opened(page, "gb200_nvl72")
    layout = read(LAYOUTS / "gb200_nvl72.layout.yaml").titled("Three racks in a row")
    for i in (2, 3):
        layout = layout.added("racks", Rack(id=f"r{i}", label=f"Rack {i}", height_u=48, x_mm=700.0 * (i - 1)))
    for tray in layout.trays:
        if tray.id.startswith("r1.c") and int(tray.id[-2:]) > 9:
            layout = layout.moved(tray.id, rack="r2")
    text = dump(layout.moved("r1.sw9", rack="r3")).encode()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "row.layout.yaml", "mimeType": "application/yaml", "buffer": text}
    )
    page.locator(".elevation .rack-name", has_text="Rack 3").wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    yield "several racks"
    page.keyboard.press("c")
    page.get_by_role("button", name="Racks", exact=True).click()
    page.wait_for_timeout(SETTLE_MS)
    yield "compare several racks"
    page.keyboard.press("Escape")


STATES = (board_states, rack_states, row_states)
