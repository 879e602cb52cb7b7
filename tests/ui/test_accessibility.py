"""axe-core on the page as people meet it, in both themes; and a whole edit by the keyboard alone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.ui.figures import drawn, rows
from tests.ui.hands import opened

PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 25, 31)"}
ACCENT = {"light": "rgb(15, 118, 110)", "dark": "rgb(62, 207, 191)"}
SEVERE = {"serious", "critical"}
RULES = {"resultTypes": ["violations"]}


def severe(page) -> list[str]:
    """What axe finds that is serious or critical, a line each."""
    found = Axe().run(page, options=RULES).response
    assert found["passes"], "axe has looked at nothing"
    return [
        f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:160]}"
        for violation in found["violations"]
        if violation["impact"] in SEVERE
        for node in violation["nodes"]
    ]


def in_theme(page, color_scheme):
    """Wait until all of the page has the theme: its papers come to it by a transition."""
    page.locator(f".plan{'.dark' if color_scheme == 'dark' else ':not(.dark)'}").wait_for()
    for paper in page.locator(".MuiPaper-outlined").all():
        expect(paper).to_have_css("background-color", PAPER[color_scheme])
    for button in page.locator("button.MuiButton-outlined", has_text="Compare A and B").all():
        expect(button).to_have_css("color", ACCENT[color_scheme])


def beginning(page):
    """The start page, and the first step of the tour."""
    page.goto("/explorer")
    page.get_by_role("dialog", name="Start").wait_for(timeout=60_000)
    page.locator(".start-page .figure").first.wait_for(timeout=60_000)
    yield "start page"
    page.keyboard.press("Escape")
    page.locator(".stop").wait_for()
    yield "tour"


def rack(page):
    """What lies over the page or in a tab of a whole rack."""
    opened(page, "gb200_nvl72")
    yield "page"
    page.keyboard.press("Control+k")
    page.locator(".command").nth(20).wait_for()
    yield "palette"
    page.keyboard.press("Escape")
    page.locator("dialog.palette[open]").wait_for(state="hidden")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard").wait_for()
    yield "keyboard map"
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Keyboard").wait_for(state="hidden")
    page.get_by_role("button", name="Interconnect: what it is made of").click()
    page.locator(".why .reason").first.wait_for()
    yield "why"
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Technologies").click()
    rows(page, "Technologies")
    yield "technologies"
    for tab, title in (("Parts", "Parts"), ("N-1", "N-1"), ("Heat", "Heat by path")):
        page.get_by_role("tab", name=tab).click()
        rows(page, title)
        yield tab
    page.get_by_role("tab", name="Distance").click()
    page.locator(".bk-Figure").first.wait_for()
    yield "distance"
    page.get_by_role("tab", name="Transient").click()
    page.get_by_role("combobox", name="Scenario").wait_for()
    yield "transient"


def edited(page):
    """History, form, comparison and sharing of a board that was edited."""
    opened(page, "switch_51t_cpo")
    page.locator('.plan [data-id="sw.fan0"]').click()
    page.keyboard.press("ArrowRight")
    page.locator(".changed", has_text="changed").wait_for()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_role("button", name="History").click()
    page.locator(".step.undone").wait_for()
    yield "history"
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Selected").click()
    page.locator(".inspector .field").first.wait_for()
    yield "form"
    page.get_by_role("button", name=re.compile("^Share")).click()
    page.get_by_role("button", name="Review sheet, HTML").wait_for()
    yield "share"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Compare A and B").click()
    drawn(page, "boards change")
    yield "side by side"


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "walk",
    [beginning, pytest.param(rack, marks=pytest.mark.long), edited],
    ids=lambda walk: walk.__name__,
)
def test_axe_finds_nothing_serious(page, walk, color_scheme):
    found = {}
    for state in walk(page):
        in_theme(page, color_scheme)
        found[state] = severe(page)
    assert not any(found.values()), {state: lines for state, lines in found.items() if lines}


FOCUS = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const style = getComputedStyle(at), ring = at.querySelector?.(".ring");
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
    || ring && !["none", "transparent", "rgba(0, 0, 0, 0)"].includes(getComputedStyle(ring).stroke)
    || Boolean(at.closest(".MuiFocused, .Mui-focused, .Mui-focusVisible"));
  const name = at.getAttribute("aria-label") || at.dataset?.id || at.textContent.trim().slice(0, 40);
  return {name, id: at.dataset?.id || "", role: at.getAttribute("role") || at.tagName, seen};
}"""
"""What has the focus, in whatever shadow tree, and whether that can be seen."""


def tab_to(page, wanted, most=150):
    """Press Tab until what has the focus is called so; every stop on the way has to be seen."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        passed.append(focus)
        assert focus["seen"] or focus["role"] == "BODY", f"no visible focus on {focus}"
        if re.search(wanted, focus["name"]):
            return focus
    pytest.fail(f"Tab never came to {wanted}: {[each['name'] for each in passed]}")


def run(page, words):
    """A command of the palette, by its words."""
    page.keyboard.press("Control+k")
    page.locator("dialog.palette[open]").wait_for()
    page.keyboard.type(words)
    page.locator('.command[aria-selected="true"]', has_text=words).wait_for()
    page.keyboard.press("Enter")


def test_a_whole_edit_by_keyboard_alone(page):
    opened(page, "switch_51t_cpo")
    trays = page.locator(".elevation .tray")
    assert trays.count() == 1
    tab_to(page, r"^Search and run")
    page.keyboard.press("Enter")
    page.locator("dialog.palette[open]").wait_for()
    page.keyboard.press("Escape")
    tab_to(page, r"^Rack input: what it is made of")
    page.keyboard.press("Enter")
    page.locator(".why .reason").first.wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUS)["name"].startswith("Rack input")
    tab_to(page, r"^Switch 51.2T, 64 x 800G CPO$")  # what can be added to the rack
    page.keyboard.press("Enter")
    trays.nth(1).wait_for()
    page.locator(".changed", has_text="changed").wait_for()
    placed = page.locator(".elevation .tray.selected")
    before = placed.get_attribute("aria-label")
    page.keyboard.press("Shift+Tab")
    while not (at := page.evaluate(FOCUS))["id"] or at["id"] != placed.get_attribute("data-id"):
        assert at["id"], f"left the racks for {at}"
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    expect(placed).not_to_have_attribute("aria-label", before)
    page.locator(".state", has_text="settled").wait_for()
    run(page, "Set Ports to 800G DR8")
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
    page.keyboard.press("Control+z")
    page.locator('.plan [data-id*="_oe"]').first.wait_for()
    page.keyboard.press("Control+z")
    expect(page.locator(".elevation .tray.selected")).to_have_attribute("aria-label", before)
    run(page, "Pin this state as B")
    tab_to(page, r"^Links$")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUS)["name"] == "Parts"
    page.keyboard.press("Enter")
    rows(page, "Parts")
    tab_to(page, r"^TH5$")
    page.keyboard.press("Enter")
    page.locator('.plan .selected[data-id$="asic0"]').wait_for()
    run(page, "Compare A and B side by side")
    drawn(page, "boards change")
