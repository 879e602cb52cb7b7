"""axe-core on the page as people meet it, in both themes; and a whole edit by the keyboard alone."""


import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ui.test_page import opened

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
    page.locator(f".plan{'.dark' if color_scheme == 'dark' else ':not(.dark)'}").wait_for()


def nothing(page, layout="gb200_nvl72"):
    opened(page, layout)


def switch(page):
    opened(page, "switch_51t_cpo")


def start(page):
    page.goto("/explorer")
    page.get_by_role("dialog", name="Start").wait_for(timeout=60_000)
    page.locator(".start-page .figure").first.wait_for(timeout=60_000)


def tour(page):
    start(page)
    page.keyboard.press("Escape")
    page.locator(".stop").wait_for()


def palette(page):
    nothing(page)
    page.keyboard.press("Control+k")
    page.locator(".command").nth(20).wait_for()


def keyboard_map(page):
    nothing(page)
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard").wait_for()


def why(page):
    nothing(page)
    page.get_by_role("button", name="Interconnect: what it is made of").click()
    page.locator(".why .reason").first.wait_for()


def history(page):
    switch(page)
    page.locator('.plan [data-id="sw.fan0"]').click()
    page.keyboard.press("ArrowRight")
    page.locator(".changed", has_text="changed").wait_for()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_role("button", name="History").click()
    page.locator(".step.undone").wait_for()


def selected(page):
    switch(page)
    page.locator('.plan [data-id="sw.ports_oe02"]').click()
    page.get_by_role("tab", name="Selected").click()
    page.locator(".inspector .field").first.wait_for()


def compare(page):
    switch(page)
    page.get_by_role("tab", name="Compare").click()
    page.get_by_role("button", name="Pin the present state as B").click()
    page.locator(".compare .totals-list").wait_for()


def technologies(page):
    nothing(page)
    page.get_by_role("tab", name="Technologies").click()
    page.locator("table.technologies").wait_for(timeout=60_000)


def parts(page):
    nothing(page)
    page.get_by_role("tab", name="Parts").click()
    page.locator("table.panel-df").wait_for()


STATES = (
    nothing,
    switch,
    start,
    tour,
    palette,
    keyboard_map,
    why,
    history,
    selected,
    compare,
    technologies,
    parts,
)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_axe_finds_nothing_serious(page, reach, color_scheme):
    reach(page)
    in_theme(page, color_scheme)
    assert severe(page) == []
