"""A tray in time on the page: run, read the answer, scrub, and be back in the steady state after any edit."""

import re

import pytest

from tests.ui.figures import drawn
from tests.ui.hands import HEAT, hold, opened


def tab(page, name):
    page.get_by_role("tab", name=name).click()


def choose(page, scenario):
    page.get_by_role("combobox", name="Scenario").click()
    page.get_by_role("menuitem", name=scenario).click()


def verdict(page, words):
    """Wait until the answer has these words."""
    line = page.locator(".verdict", has_text=re.compile(words))
    line.wait_for(timeout=60_000)
    return line.inner_text()


def run(page, scenario, **numbers):
    """Run a scenario on the selected tray to its verdict."""
    tab(page, "Transient")
    choose(page, scenario)
    for label, value in numbers.items():
        field = page.get_by_label(label)
        field.click()
        page.keyboard.press("Control+a")
        page.keyboard.type(f"{value}")
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Run", exact=True).click()
    return verdict(page, "reach")


def scrub(page, *parts):
    """Hold the chart and move along it, by parts of its width."""
    box = page.get_by_role("img", name=re.compile("^Temperatures over")).bounding_box()
    for i, part in enumerate(parts):
        page.mouse.move(box["x"] + part * box["width"], box["y"] + box["height"] / 2)
        if i == 0:
            page.mouse.down()
        page.wait_for_timeout(60)
    page.mouse.up()
    page.wait_for_timeout(400)


def badge(page):
    return page.locator(".plan .state").inner_text()


@pytest.mark.long
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_a_failed_pump_is_scrubbed_and_left(page, color_scheme):
    opened(page, "quantum_x800_photonics")
    settled = badge(page)
    said = run(page, "Failed pump", **{"Flow left, %": 5})
    steady = page.evaluate(HEAT)
    assert re.match(r"Quantum-3 \d reaches 105 °C after [\d.]+ s\.", said)
    assert badge(page) == settled
    scrub(page, 0.3, 0.4, 0.5)
    page.locator(".plan .state", has_text="t = ").wait_for()
    early, at = page.evaluate(HEAT), badge(page)
    assert re.fullmatch(r"t = [\d.]+ s", at)
    assert page.locator(".plan .state.moment").count() == 1
    assert early != steady
    page.get_by_role("slider", name=re.compile("^(Time|At)")).focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.locator(".plan .state", has_text=at).wait_for(state="detached")
    page.wait_for_timeout(300)
    later = page.evaluate(HEAT)
    assert later not in (early, steady)
    page.get_by_role("button", name="Steady").click()
    page.locator(".plan .state", has_text="settled").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate(HEAT) == steady
    page.get_by_role("button", name="Play").click()
    page.locator(".plan .state", has_text="t = ").wait_for()
    tab(page, "Parts")
    page.locator(".plan .state", has_text="settled").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate(HEAT) == steady


@pytest.mark.long
def test_an_edit_ends_the_moment_and_drops_the_history(page):
    opened(page, "switch_51t_cpo")
    run(page, "Power step")
    scrub(page, 0.5)
    assert badge(page).startswith("t = ")
    hold(page, "sw.ports_oe02", 16, 0)
    page.locator(".plan .state.moment").wait_for(state="detached")
    verdict(page, "before this edit")
    page.mouse.up()
    page.locator(".plan .state", has_text="settled").wait_for()
    verdict(page, "What happens to this tray")
    assert page.get_by_role("img", name=re.compile("^Temperatures over")).count() == 0


@pytest.mark.long
def test_a_long_run_is_stopped_and_what_cannot_be_is_said(page):
    opened(page, "switch_51t_dsp")
    tab(page, "Transient")
    choose(page, "Failed pump")
    page.get_by_role("button", name="Run", exact=True).click()
    verdict(page, "has no coolant")
    choose(page, "Training steps")
    page.get_by_role("button", name="Run", exact=True).click()
    stop = page.get_by_role("button", name=re.compile(r"Stop \(\d+ %\)"))
    stop.wait_for(timeout=60_000)
    page.wait_for_timeout(500)
    stop.click()
    verdict(page, "Stopped there")
    assert len(drawn(page, "transient")["curves"]["t_c"]) == 6
