"""A tray in time on the page: run, read the answer, scrub, and be back in the steady state after any edit."""

import re

import pytest

from tests.ui.hands import HEAT, hold, opened


def tab(page, name):
    page.get_by_role("tab", name=name).click()


def run(page, scenario, **numbers):
    """Run a scenario on the selected tray to its verdict."""
    tab(page, "Transient")
    page.locator(".transient select").select_option(scenario)
    for label, value in numbers.items():
        page.locator(".transient label", has_text=label).locator("input").fill(str(value))
    page.locator(".transient .run").click()
    verdict = page.locator(".transient .verdict", has_text=re.compile("reach"))
    verdict.wait_for(timeout=60_000)
    return verdict.inner_text()


def scrub(page, *parts):
    """Hold the chart and move along it, by parts of its width."""
    box = page.locator(".transient .scrub").bounding_box()
    for i, part in enumerate(parts):
        page.mouse.move(box["x"] + part * box["width"], box["y"] + box["height"] / 2)
        if i == 0:
            page.mouse.down()
        page.wait_for_timeout(60)
    page.mouse.up()
    page.wait_for_timeout(400)


def badge(page):
    return page.locator(".plan .state").inner_text()


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_a_failed_pump_is_scrubbed_and_left(page, color_scheme):
    opened(page, "quantum_x800_photonics")
    settled = badge(page)
    verdict = run(page, "failed_pump", **{"Flow left": 5})
    steady = page.evaluate(HEAT)
    assert re.match(r"Quantum-3 \d reaches 105 °C after [\d.]+ s\.", verdict)
    assert badge(page) == settled
    scrub(page, 0.3, 0.4, 0.5)
    page.locator(".plan .state", has_text="t = ").wait_for()
    early, said = page.evaluate(HEAT), badge(page)
    assert re.fullmatch(r"t = [\d.]+ s", said)
    assert page.locator(".plan .state.moment").count() == 1
    assert early != steady
    page.keyboard.press("Shift+ArrowRight")
    page.locator(".plan .state", has_text=said).wait_for(state="detached")
    page.wait_for_timeout(300)
    later = page.evaluate(HEAT)
    assert later not in (early, steady)
    page.locator(".transient .steady").click()
    page.locator(".plan .state", has_text="settled").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate(HEAT) == steady
    page.locator(".transient .play").click()
    page.locator(".plan .state", has_text="t = ").wait_for()
    tab(page, "Parts")
    page.locator(".plan .state", has_text="settled").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate(HEAT) == steady


@pytest.mark.long
def test_an_edit_ends_the_moment_and_drops_the_history(page):
    opened(page, "switch_51t_cpo")
    run(page, "power_step")
    scrub(page, 0.5)
    assert badge(page).startswith("t = ")
    hold(page, "sw.ports_oe02", 16, 0)
    page.locator(".plan .state.moment").wait_for(state="detached")
    page.locator(".transient .verdict", has_text="before this edit").wait_for()
    page.mouse.up()
    page.locator(".plan .state", has_text="settled").wait_for()
    page.locator(".transient .verdict.calm").wait_for()
    assert page.locator(".transient .curve").count() == 0


@pytest.mark.long
def test_a_long_run_is_stopped_and_what_cannot_be_is_said(page):
    opened(page, "switch_51t_dsp")
    tab(page, "Transient")
    page.locator(".transient select").select_option("failed_pump")
    page.locator(".transient .run").click()
    page.locator(".transient .verdict", has_text="has no coolant").wait_for(timeout=60_000)
    page.locator(".transient select").select_option("duty_cycle")
    page.locator(".transient .run").click()
    page.locator(".transient .run", has_text=re.compile(r"Stop \(\d+ %\)")).wait_for(timeout=60_000)
    page.wait_for_timeout(500)
    page.locator(".transient .run").click()
    page.locator(".transient .verdict", has_text="Stopped there").wait_for(timeout=60_000)
    assert page.locator(".transient .curve").count() == 6
