"""Beginning: the start page, files from everywhere, the guided first minute."""

import re

import pytest

from explorer.files import dump, read
from explorer.views.shell.page import LAYOUTS
from tests.ui.hands import hold, opened, tile

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


def shown(page, label):
    """The number of a total's tile."""
    return float(re.search(r"[\d.]+", tile(page, label).replace(label, ""))[0])


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
    # a card has three digits, a tile four
    assert float(kw) == pytest.approx(shown(page, "Rack input"), abs=0.51)
    assert float(tbps) == pytest.approx(shown(page, "Bandwidth"), abs=0.51)
    assert trays == "37"


@pytest.mark.long
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


@pytest.mark.long
def test_a_file_is_dropped_on_the_start_page_or_on_the_board(page):
    start = started(page)
    text = (LAYOUTS / "switch_51t_dsp.layout.yaml").read_text()
    assert page.evaluate(DROP, {"name": "photo.png", "text": "no"})
    page.locator(".start-problem", has_text="photo.png is no layout file").wait_for()
    assert start.is_visible()
    assert page.evaluate(DROP, {"name": "mine.layout.yaml", "text": text})
    start.wait_for(state="hidden")
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
    assert page.evaluate(DROP, {"name": "notes.txt", "text": "no"})
    page.locator(".toast.shown", has_text="notes.txt is no layout file").wait_for()
    assert page.locator(".drop-target").is_hidden()


@pytest.mark.long
def test_a_damaged_file_is_told_of_on_the_start_page(page, tmp_path):
    start = started(page)
    broken = tmp_path / "broken.layout.yaml"
    broken.write_text(
        (LAYOUTS / "switch_51t_cpo.layout.yaml").read_text().replace("cpo_bailly_800", "cpo_baily_800")
    )
    start.locator("input[type=file]").set_input_files(broken)
    page.locator(".start-problem", has_text="broken.layout.yaml").wait_for()
    assert "cpo_bailly_800" in page.locator(".start-problem").inner_text()


def begun(page, key="switch_51t_cpo"):
    """The card of the tour, on a layout chosen at the first visit."""
    start = started(page)
    card(page, key).click()
    start.wait_for(state="hidden")
    stop = page.locator(".stop")
    stop.wait_for()
    page.locator(".state", has_text="settled").wait_for()
    return stop


def asked_again(page):
    """The tour, called from the palette."""
    page.keyboard.press("Control+k")
    page.keyboard.type("guided tour")
    page.locator('.command[aria-selected="true"]', has_text="Guided tour").wait_for()
    page.keyboard.press("Enter")
    page.locator(".stop").wait_for()


@pytest.mark.long
@pytest.mark.parametrize("color_scheme", ["dark"])
def test_the_first_minute_goes_on_when_the_user_has_done_it(page, color_scheme):
    stop = begun(page)
    stop.get_by_text("1 of 5").wait_for()
    stop.locator("h2", has_text="Drag an optical engine").wait_for()
    hold(page, "sw.ports_oe02", 16, 0)
    stop.get_by_text("1 of 5").wait_for()
    page.mouse.up()
    stop.locator("h2", has_text="Switch the technology").wait_for()
    page.get_by_role("combobox", name="Ports").click()
    page.get_by_role("menuitem", name="800G DR8 / 2xDR4 DSP").click()
    stop.locator("h2", has_text="Ask why").wait_for()
    page.get_by_role("button", name="Worst margin: what it is made of").click()
    stop.locator("h2", has_text="Take it back").wait_for()
    page.keyboard.press("Escape")
    page.locator(".why").wait_for(state="hidden")
    assert stop.is_visible()
    page.keyboard.press("Control+z")
    page.locator('.plan [data-id*="_oe"]').first.wait_for()
    stop.locator("h2", has_text="Share it").wait_for()
    with page.expect_download():
        page.get_by_role("button", name="Download the layout").click()
    stop.wait_for(state="hidden")


@pytest.mark.long
def test_the_tour_is_left_by_escape_comes_by_itself_once_and_again_when_called(page):
    stop = begun(page)
    page.locator('.plan [data-id="sw.fan0"]').click()
    page.keyboard.press("Escape")
    page.locator(".plan .part.selected").wait_for(state="detached")
    assert stop.is_visible()
    page.keyboard.press("Escape")
    stop.wait_for(state="hidden")
    start = started(page)
    card(page, "switch_51t_dsp").click()
    page.wait_for_url("**/explorer?layout=switch_51t_dsp")
    start.wait_for(state="hidden")
    asked_again(page)
    stop.locator("h2", has_text="Drag something").wait_for()
    page.get_by_role("button", name="Skip the tour").click()
    stop.wait_for(state="hidden")


@pytest.mark.long
def test_a_second_first_page_has_no_tour(page):
    begun(page)
    other = page.context.new_page()
    other.goto("/explorer")
    start = other.get_by_role("dialog", name="Start")
    start.wait_for(timeout=60_000)
    card(other, "switch_51t_dsp").click()
    start.wait_for(state="hidden")
    other.locator('.plan [data-id*="_cage"]').first.wait_for()
    # a message to the server and back: the tour would have begun before it
    other.keyboard.press("?")
    other.get_by_role("dialog", name="Keyboard").wait_for()
    assert other.locator(".stop").is_hidden()


@pytest.mark.long
def test_a_named_layout_has_no_tour_and_neither_its_steps(page):
    opened(page, "gb200_nvl72")
    assert page.locator(".stop").is_hidden()
    asked_again(page)
    for title in ("Drag something", "Switch the technology", "Ask why", "Take it back", "Share it"):
        page.locator(".stop h2", has_text=title).wait_for()
        page.keyboard.press("Enter")
    page.locator(".stop").wait_for(state="hidden")


@pytest.mark.long
def test_the_card_leaves_free_what_it_speaks_of(page):
    begun(page)
    for width, height in ((1280, 720), (1440, 900), (2560, 1440)):
        page.set_viewport_size({"width": width, "height": height})
        for title, target in (
            ("Drag", ".plan .stage"),
            ("Switch", ".link-controls"),
            ("Ask", ".totals .strip"),
            ("Take", '[aria-label="Undo"]'),
            ("Share", '[aria-label="Download the layout"]'),
        ):
            page.locator(".stop h2", has_text=title).wait_for()
            page.wait_for_timeout(400)  # the card glides
            ours, theirs = (page.locator(each).first.bounding_box() for each in (".stop", target))
            assert not meet(ours, theirs), (width, title)
            assert 0 <= ours["x"] <= width - ours["width"]
            assert 0 <= ours["y"] <= height - ours["height"]
            page.locator(".stop .next").click()
        asked_again(page)


def meet(a, b):
    return (
        a["x"] < b["x"] + b["width"]
        and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"]
        and b["y"] < a["y"] + a["height"]
    )


STRANGE = '<img src="/x" onerror="window.owned = 1"><b>راك</b>'


@pytest.mark.long
def test_names_are_words_whatever_is_in_them(page, tmp_path):
    """HTML and right-to-left text in every name of a file: shown as it is, nothing of it runs."""
    layout = read(LAYOUTS / "switch_51t_cpo.layout.yaml")
    for group in ("racks", "trays", "designs", "links"):
        for element in getattr(layout, group):
            layout = layout.replaced(element.replaced(label=f"{STRANGE} {element.id}"))
    for part in layout.designs[0].parts:
        layout = layout.replaced(part.replaced(label=f"{STRANGE} {part.id}"))
    path = tmp_path / "strange.layout.yaml"
    path.write_text(dump(layout).replace(f'title: "{layout.title}"', f"title: '{STRANGE}'", 1))
    opened(page, "switch_51t_cpo")
    page.locator("header input[type=file]").set_input_files(path)
    page.locator(".layouts option", has_text=STRANGE).wait_for(state="attached")
    page.locator(".plan .title", has_text=STRANGE).wait_for()
    hold(page, "sw.ports_oe02", 16, 0)
    page.locator(".tip-name", has_text=STRANGE).first.wait_for()
    page.mouse.up()
    page.locator(".changed", has_text="changed").wait_for()
    page.get_by_role("button", name="History").click()
    page.locator(".step", has_text=STRANGE).wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Rack input: what it is made of").click()
    page.locator(".why .reason", has_text=STRANGE).first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("oe02")
    page.locator(".command", has_text=STRANGE).first.wait_for()
    page.keyboard.press("Enter")
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.locator('[role="tab"][aria-selected="true"]', has_text=tab.inner_text()).wait_for()
        page.wait_for_timeout(300)
    page.get_by_role("button", name="New: layouts to start from").click()
    page.get_by_role("button", name=f"Continue with {STRANGE}").wait_for()
    assert page.locator("img").count() == 0
    assert page.evaluate("window.owned") is None
