"""An act that is registered from outside the package, on the page: its key, its button, its command."""

import re

import pytest

from tests.ui.conftest import serving
from tests.ui.hands import middle

FANS = ("sw.fan0", "sw.fan1", "sw.fan2")


@pytest.fixture
def acting(browser):
    """The page of a server that has one act more."""
    with serving(app="tests/served/with_act.py") as server:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.goto(f"{server.page_url}?layout=switch_51t_cpo")
        page.locator(".plan [data-id]").first.wait_for(timeout=60_000)
        page.locator(".state", has_text="settled").wait_for()
        page.wait_for_function("() => window.Bokeh.documents.every(document => document.is_idle)")
        page.wait_for_timeout(400)
        yield page
        context.close()


def select(page, ids):
    for i, id in enumerate(ids):
        page.locator(f'.plan [data-id="{id}"]').click(modifiers=["Shift"] if i else [])
        page.locator(f'.plan [data-id="{id}"].selected').wait_for()


def undoes(page, step):
    """Wait until that is the step which undo takes back; '' for none."""
    title = f"Undo {step} (Ctrl-Z)" if step else "Undo (Ctrl-Z)"
    page.locator(f'button[title="{title}"]').wait_for()


def test_an_act_of_somebody_else_is_on_a_key_in_palette_and_inspector(acting):
    page = acting
    select(page, ["sw.fan1"])
    page.keyboard.press("Shift+ArrowUp")
    undoes(page, "Move Fan 2")
    page.wait_for_timeout(600)
    before = middle(page, "sw.fan1")
    select(page, FANS)
    # which acts can be had of a selection is told by the server
    page.wait_for_timeout(600)
    page.keyboard.press("Shift+S")
    undoes(page, "Spread 3 parts")
    page.wait_for_timeout(600)
    (_, first), (_, second), (_, third) = (middle(page, id) for id in FANS)
    assert second - first == pytest.approx(third - second, abs=1)
    assert second > before[1] + 5
    page.keyboard.press("Control+z")
    undoes(page, "Move Fan 2")
    page.wait_for_timeout(600)
    assert middle(page, "sw.fan1") == pytest.approx(before, abs=1)

    page.keyboard.press("Control+k")
    page.locator(".command", has_text="Spread 3 parts").filter(has_text="Shift S").click()
    undoes(page, "Spread 3 parts")
    page.get_by_role("button", name=re.compile("^Undo")).click()
    undoes(page, "Move Fan 2")
    page.get_by_role("tab", name="Selected").click()
    page.get_by_role("button", name="Spread", exact=True).click()
    undoes(page, "Spread 3 parts")

    select(page, ["sw.fan0", "sw.fan1", "sw.vrm0a"])
    page.locator('.act[aria-disabled="true"]', has_text="Spread").wait_for()
    page.locator('.plan [data-id="sw.vrm0a"]').press("Shift+S")
    page.locator(".plan .refusal.shown", has_text="only parts of one size can be spread").wait_for()
    undoes(page, "Spread 3 parts")
