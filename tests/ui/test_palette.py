"""Searching, running, going back: the palette, the map of the keyboard and the history, by keys alone."""

import re

import pytest

from tests.ui.hands import hold, opened


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.long
def test_a_part_is_found_and_selected(page):
    opened(page, "gb200_nvl72")
    press(page, "Control+k")
    page.get_by_role("combobox", name="Search and run").wait_for()
    page.locator(".command", has_text="Map: Headroom").wait_for(state="attached")
    page.keyboard.type("comp 07")
    page.locator('.command[aria-selected="true"]', has_text="Compute 07").wait_for()
    press(page, "Enter")
    page.locator(".plan .title", has_text="Compute 07").wait_for()
    assert page.locator(".palette").is_hidden()


def test_a_technology_and_a_map_are_chosen_and_undone(page):
    opened(page, "switch_51t_cpo")
    press(page, "Control+k")
    page.locator(".command", has_text="Map: Headroom").wait_for(state="attached")
    page.keyboard.type("map headroom")
    press(page, "Enter")
    page.locator(".plan .legend .unit", has_text=re.compile("^K$")).wait_for()
    press(page, "Control+k")
    page.locator(".command", has_text="Map: Headroom").wait_for(state="attached")
    page.keyboard.type("set ports dr8 dsp")
    page.locator('.command[aria-selected="true"]', has_text="DSP").wait_for()
    press(page, "Enter")
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
    press(page, "Control+k")
    page.locator(".command", has_text="Undo Set").wait_for(state="attached")
    page.keyboard.type("undo")
    press(page, "Enter")
    page.locator('.plan [data-id*="_oe"]').first.wait_for()


@pytest.mark.long
def test_a_search_finds_words_and_no_letters_strewn_over_them(page):
    opened(page, "switch_51t_cpo")
    press(page, "Control+k")
    page.locator(".command", has_text="Map: Headroom").wait_for(state="attached")
    page.keyboard.type("add")
    page.locator('.command[aria-selected="true"]', has_text="Add").wait_for()
    found = page.locator(".command .words").all_inner_texts()
    assert found
    assert all("add" in words.lower() for words in found)
    press(page, "Control+a")
    page.keyboard.type("hand netbox r")
    page.locator('.command[aria-selected="true"]', has_text="Hand over: NetBox racks, CSV").wait_for()


@pytest.mark.long
def test_nothing_found_says_so_and_escape_gives_the_focus_back(page):
    opened(page, "switch_51t_cpo")
    page.locator('.plan [data-id="sw.fan0"]').click()
    press(page, "Control+k")
    page.keyboard.type("zzzqqq")
    page.get_by_text("Nothing is called that").wait_for()
    press(page, "Enter", "Escape")
    page.locator(".palette").wait_for(state="hidden")
    press(page, "ArrowLeft")
    page.locator(".changed", has_text="changed").wait_for()


@pytest.mark.long
def test_the_map_of_the_keyboard_opens_and_closes(page):
    opened(page, "switch_51t_cpo")
    press(page, "?")
    page.get_by_role("dialog", name="Keyboard").wait_for()
    assert page.locator(".key-map dt").count() >= 18
    press(page, "Escape")
    page.get_by_role("dialog", name="Keyboard").wait_for(state="hidden")


def test_the_history_goes_to_any_step(page):
    opened(page, "switch_51t_cpo")
    for dx in (10, -6):
        hold(page, "sw.fan0", dx, 0)
        page.mouse.up()
        page.locator(".state", has_text="settled").wait_for()
        page.wait_for_timeout(500)
    page.get_by_role("button", name="History").click()
    steps = page.get_by_role("option", name=re.compile("Move Fan 1|Open"))
    assert steps.count() == 3
    assert steps.first.get_attribute("aria-selected") == "true"
    press(page, "End", "Enter")
    page.locator(".changed", has_text=re.compile("^$")).wait_for(state="attached")
    page.locator('.step[aria-selected="true"]', has_text="Open").wait_for(state="attached")
    press(page, "Escape", "Control+Shift+Z", "Control+Shift+Z")
    page.locator(".changed", has_text="changed").wait_for()


def test_a_total_says_what_it_is_made_of(page):
    opened(page, "gb200_nvl72")
    page.get_by_role("button", name="Rack input: what it is made of").click()
    page.locator(".why .reason", has_text="18 x Compute tray").wait_for()
    press(page, "Escape")
    page.locator(".why").wait_for(state="hidden")
    page.get_by_role("button", name="Least headroom: what it is made of").click()
    page.locator(".why .reason", has_text="GPU").first.wait_for()
    press(page, "Enter")
    page.locator(".plan .title", has_text="Compute").wait_for()
    page.locator(".plan .part.selected").wait_for()
