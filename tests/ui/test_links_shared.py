"""Links to layouts in a real browser: they open what they carry, with the view that was shared."""

import re
import zlib
from base64 import urlsafe_b64encode

import pytest

from explorer.files import dump, read
from explorer.files.link import packed
from explorer.views.shell.page import LAYOUTS
from tests.ui.hands import FOCUSED, figures, hold, kept_text, opened, share


def link_copied(page):
    """The address that is copied, from the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    share(page)
    page.get_by_role("button", name="Copy link", exact=True).click()
    page.locator(".toast.shown", has_text="Link copied").wait_for()
    page.keyboard.press("Escape")
    return page.evaluate("() => navigator.clipboard.readText()")


def look_differently(page):
    """A map, a color of the racks, a tray and a tab that are not the first."""
    for words in ("Map: Headroom", "Color the racks by: Power"):
        page.keyboard.press("Control+k")
        page.locator(".command", has_text="Map: Headroom").wait_for(state="attached")
        page.keyboard.type(words)
        page.locator('.command[aria-selected="true"]', has_text=words).wait_for()
        page.keyboard.press("Enter")
    page.get_by_role("tab", name="Fabric").click()


def looks_differently(page):
    page.get_by_role("combobox", name="Map").filter(has_text="Headroom").wait_for()
    page.get_by_role("combobox", name="Elevation").filter(has_text="Power").wait_for()
    page.get_by_role("tab", name="Fabric", selected=True).wait_for()


@pytest.mark.long
def test_a_link_to_a_layout_of_the_shelf_names_it_and_opens_the_view(page):
    opened(page, "gb200_nvl72")
    page.locator('.elevation [data-id="r1.c07"]').click()
    page.locator(".plan .title", has_text="Compute 07").wait_for()
    look_differently(page)
    link = link_copied(page)
    assert "layout=gb200_nvl72" in link
    assert "#" not in link
    second = page.context.new_page()
    second.goto(link)
    second.locator(".plan .title", has_text="Compute 07").wait_for(timeout=60_000)
    looks_differently(second)
    second.locator('.elevation [data-id="r1.c07"].selected').wait_for()


def test_a_link_to_an_edited_layout_carries_it_whole(page, tmp_path):
    opened(page, "switch_51t_cpo")
    hold(page, "sw.ports_oe02", 16, 0)
    page.mouse.up()
    page.locator(".changed", has_text="changed").wait_for()
    look_differently(page)
    link = link_copied(page)
    assert "layout=switch" not in link
    now, text = figures(page), kept_text(page, tmp_path)
    second = page.context.new_page()
    second.goto(link)
    second.locator('.plan [data-id="sw.ports_oe02"]').wait_for(timeout=60_000)
    looks_differently(second)
    for tile, value in zip(("Interconnect", "Worst margin"), now, strict=True):
        number = re.search(r"[\d.]+", value)[0]
        second.locator(".tile", has_text=tile).filter(has_text=number).wait_for()
    assert kept_text(second, tmp_path) == text
    second.reload()
    second.locator('.plan [data-id="sw.ports_oe02"]').wait_for(timeout=60_000)
    assert kept_text(second, tmp_path) == text


@pytest.mark.long
def test_a_link_pasted_over_another_opens_without_a_reload_and_back_goes_back(page, tmp_path):
    opened(page, "switch_51t_cpo")
    mine = read(LAYOUTS / "switch_51t_dsp.layout.yaml").titled("Sent <b>to</b> me")
    page.evaluate("link => { location.hash = link; }", f"layout={packed(mine)}")
    listed = page.get_by_label("Open a layout", exact=True)
    listed.locator("option:checked", has_text="Sent <b>to</b> me").wait_for(state="attached")
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
    assert kept_text(page, tmp_path) == dump(mine)
    page.go_back()
    page.locator('.plan [data-id="sw.ports_oe02"]').wait_for()


@pytest.mark.parametrize(
    ("carried", "said"),
    [
        ("broken-link", "the link: it is broken or cut off"),
        (urlsafe_b64encode(zlib.compress(b"a" * 20_000_000)).decode().rstrip("="), "more than 5 MB"),
    ],
)
def test_a_hostile_link_is_one_sentence_on_an_unharmed_page(page, carried, said):
    page.goto(f"/explorer?view=tab:Pwoer#layout={carried}")
    page.locator(".toast.shown", has_text=said).wait_for(timeout=60_000)
    assert "Traceback" not in page.locator(".toast").inner_text()
    page.locator(".plan [data-id]").first.wait_for()
    page.locator(".state", has_text="settled").wait_for()
    assert page.locator(".start-page").is_hidden()
    page.wait_for_timeout(800)
    hold(page, "r1.sw9", 0, -30)
    page.locator(".state.live").first.wait_for()
    page.keyboard.press("Escape")
    page.mouse.up()


@pytest.mark.long
def test_a_view_that_says_something_wrong_is_told(page):
    page.goto("/explorer?layout=switch_51t_cpo&view=map:headrom,racks:power")
    page.locator(".toast.shown", has_text="did you mean 'headroom'?").wait_for(timeout=60_000)
    page.get_by_role("combobox", name="Elevation").filter(has_text="Power").wait_for()


@pytest.mark.long
def test_where_the_clipboard_is_shut_the_link_is_shown(page):
    opened(page, "switch_51t_cpo")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.keyboard.press("Control+k")
    page.keyboard.type("copy link")
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Link", exact=True)
    field.wait_for()
    assert field.input_value().endswith("/explorer?layout=switch_51t_cpo")
    assert page.evaluate(FOCUSED) == "Link"
