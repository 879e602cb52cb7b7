"""Beginning: the start page, files from everywhere, the guided first minute."""

import re

import pytest

from explorer.views.page import LAYOUTS
from tests.ui.test_page import hold, opened, tile

DROP = """async ({name, text}) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name));
  const at = type => window.dispatchEvent(
    new DragEvent(type, {dataTransfer: carried, bubbles: true, cancelable: true}));
  at("dragenter");
  at("dragover");
  const hinted = find(document, ".drop-target").matches(":popover-open");
  at("drop");
  return hinted;
  function find(root, selector) {
    const here = root.querySelector(selector);
    if (here) return here;
    for (const n of root.querySelectorAll("*")) {
      const inner = n.shadowRoot && find(n.shadowRoot, selector);
      if (inner) return inner;
    }
    return null;
  }
}"""
"""Drops a file on the window; whether the page said that it may be dropped."""


def started(page):
    page.goto("/explorer")
    page.get_by_role("dialog", name="Start").wait_for(timeout=60_000)
    return page.get_by_role("dialog", name="Start")


def card(page, key):
    return page.locator(f'.card[data-key="{key}"]')


def test_a_first_visit_is_offered_what_there_is_with_true_figures(page):
    start = started(page)
    assert start.locator(".card").count() == len(list(LAYOUTS.glob("*.layout.yaml"))) + 2
    first = card(page, "gb200_nvl72")
    first.locator(".tray").first.wait_for(state="attached")
    assert first.locator(".tray").count() == 37
    first.locator(".figure").first.wait_for(timeout=60_000)
    kw, tbps, trays = first.locator(".figure b").all_inner_texts()
    page.keyboard.press("Escape")
    start.wait_for(state="hidden")
    page.locator(".tile", has_text="Rack input").get_by_text("as opened").wait_for()
    assert kw == re.search(r"[\d.]+", tile(page, "Rack input").replace("Rack input", ""))[0][: len(kw)]
    assert tbps[:3] == re.search(r"[\d.]+", tile(page, "Bandwidth").replace("Bandwidth", ""))[0][:3]
    assert trays == "37"


def test_a_layout_is_chosen_by_keys_and_a_reload_goes_on_with_it(page):
    start = started(page)
    card(page, "switch_51t_cpo").focus()
    page.keyboard.press("Enter")
    start.wait_for(state="hidden")
    page.wait_for_url("**/explorer?layout=switch_51t_cpo")
    page.locator('.plan [data-id="sw.asic0"]').wait_for()
    page.reload()
    page.locator('.plan [data-id="sw.asic0"]').wait_for(timeout=60_000)
    page.locator(".state", has_text="settled").wait_for()
    assert start.is_hidden()


def test_a_named_layout_is_not_asked_about(page):
    opened(page, "switch_51t_cpo")
    assert page.get_by_role("dialog", name="Start").is_hidden()
    page.get_by_role("button", name="New: layouts to start from").click()
    start = page.get_by_role("dialog", name="Start")
    start.wait_for()
    page.get_by_role("button", name="Continue with Switch 51.2T").click()
    start.wait_for(state="hidden")
    assert page.locator(".stop").is_hidden()


def test_a_blank_rack_draws_nothing_until_it_is_told(page):
    start = started(page)
    card(page, "blank").click()
    start.wait_for(state="hidden")
    page.locator('.elevation [data-id="r1.comp1"]').wait_for()
    assert page.locator(".elevation [data-id]").count() == 2
    assert re.search(r"\b0\s*kW", tile(page, "Rack input"))
    page.get_by_label("Open a layout", exact=True).locator("option", has_text="Blank rack").wait_for(
        state="attached"
    )


def test_a_file_is_dropped_on_the_start_page_or_on_the_board(page):
    start = started(page)
    text = (LAYOUTS / "switch_51t_dsp.layout.yaml").read_text().replace("title: ", "title: ", 1)
    assert page.evaluate(DROP, {"name": "photo.png", "text": "no"})
    page.locator(".start-problem", has_text="photo.png is no layout file").wait_for()
    assert start.is_visible()
    assert page.evaluate(DROP, {"name": "mine.layout.yaml", "text": text})
    start.wait_for(state="hidden")
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
    assert page.evaluate(DROP, {"name": "notes.txt", "text": "no"})
    page.locator(".toast.shown", has_text="notes.txt is no layout file").wait_for()
    assert page.locator(".drop-target").is_hidden()


def test_a_damaged_file_is_told_of_on_the_start_page(page, tmp_path):
    start = started(page)
    broken = tmp_path / "broken.layout.yaml"
    broken.write_text(
        (LAYOUTS / "switch_51t_cpo.layout.yaml").read_text().replace("cpo_bailly_800", "cpo_baily_800")
    )
    start.locator("input[type=file]").set_input_files(broken)
    page.locator(".start-problem", has_text="broken.layout.yaml").wait_for()
    assert "cpo_bailly_800" in page.locator(".start-problem").inner_text()


@pytest.mark.parametrize("color_scheme", ["dark"])
def test_the_first_minute_follows_what_is_done_and_is_not_offered_again(page, color_scheme):
    start = started(page)
    card(page, "switch_51t_cpo").click()
    start.wait_for(state="hidden")
    stop = page.locator(".stop")
    stop.locator("h2", has_text="Drag something").wait_for()
    page.locator(".state", has_text="settled").wait_for()
    hold(page, "sw.ports_oe02", 16, 0)
    page.mouse.up()
    stop.locator("h2", has_text="Watch the totals").wait_for()
    page.keyboard.press("Control+z")
    stop.locator("h2", has_text="Change the technology").wait_for()
    page.get_by_role("combobox", name="Ports").click()
    page.get_by_role("menuitem", name="800G DR8 / 2xDR4 DSP").click()
    stop.locator("h2", has_text="Read the findings").wait_for()
    page.locator('.plan [data-id="sw.fan0"]').click()
    stop.locator("h2", has_text="Keep and share it").wait_for()
    with page.expect_download():
        page.keyboard.press("Control+s")
    stop.wait_for(state="hidden")
    page.get_by_role("button", name="New: layouts to start from").click()
    page.get_by_role("button", name=re.compile("^Continue with")).click()
    start.wait_for(state="hidden")
    page.wait_for_timeout(500)
    assert stop.is_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("guided tour")
    page.locator('.command[aria-selected="true"]', has_text="Guided tour").wait_for()
    page.keyboard.press("Enter")
    stop.locator("h2", has_text="Drag something").wait_for()
    page.keyboard.press("Escape")
    stop.wait_for(state="hidden")
