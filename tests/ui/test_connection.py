"""Ways away from the work and back to it: back and forth, two tabs, a cut connection, a restarted server."""

import os
import re
import signal
from contextlib import contextmanager

import psutil
import pytest

from explorer.views.shell.page import LAYOUTS
from tests.ui.conftest import serving
from tests.ui.hands import comes_to, figures, hold, opened

MOVED = re.compile("changed")


@contextmanager
def mute(server):
    """A server that stays connected and answers nothing, as long as the block lasts."""
    port = server.url.rpartition(":")[2]
    (process,) = (child for child in psutil.Process().children() if port in child.cmdline())
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)


def move_engine(page, dx=16):
    hold(page, "sw.ports_oe02", dx, 0)
    page.mouse.up()
    page.locator(".changed", has_text=MOVED).wait_for()
    page.locator(".state", has_text="settled").wait_for()
    page.wait_for_function("() => Object.keys(sessionStorage).some(k => k.startsWith('rack-explorer:'))")
    page.wait_for_timeout(500)
    return figures(page)


def choose(page, key):
    page.get_by_label("Open a layout", exact=True).select_option(key)
    page.wait_for_url(f"**/explorer?layout={key}")


def test_a_server_that_does_not_answer_is_said_to_until_it_does(page, server):
    opened(page, "switch_51t_cpo")
    line = page.locator(".connection", has_text="The server does not answer: all figures are from")
    with mute(server):
        hold(page, "sw.ports_oe02", 16, 0)
        line.wait_for(timeout=20_000)
        page.mouse.up()
    line.wait_for(state="hidden", timeout=20_000)
    move_engine(page, 8)


@pytest.mark.long
def test_cards_that_get_no_answer_do_not_say_that_they_are_solved(page, server):
    page.goto("/explorer")
    card = page.locator(".start-page .card").first
    card.wait_for(timeout=60_000)
    # figures that have been solved before are there at once: one that waits is laid beside them
    page.locator(".start-page .card-figures").first.evaluate(
        "box => { const line = document.createElement('span'); line.className = 'waits'; box.append(line); }"
    )
    with mute(server):
        page.locator(".start-page .waits", has_text="no answer from the server").first.wait_for(
            timeout=20_000
        )
        page.locator(".connection", has_text="does not answer").wait_for()
    page.locator(".connection", has_text="does not answer").wait_for(state="hidden", timeout=20_000)
    assert page.get_by_text("no answer from the server").count() == 0


@pytest.mark.long
def test_back_brings_the_work_back_and_forth_the_other_layout(page):
    opened(page, "switch_51t_cpo")
    moved = move_engine(page)
    choose(page, "switch_51t_dsp")
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
    page.go_back()
    page.wait_for_url("**/explorer?layout=switch_51t_cpo")
    page.locator('.plan [data-id*="_oe"]').first.wait_for()
    page.locator(".changed", has_text=MOVED).wait_for()
    comes_to(page, moved)
    page.go_forward()
    page.wait_for_url("**/explorer?layout=switch_51t_dsp")
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
    assert page.locator(".changed").inner_text() == ""


@pytest.mark.long
def test_what_is_opened_again_has_its_changes_and_reset_takes_them(page):
    opened(page, "switch_51t_cpo")
    before = figures(page)
    moved = move_engine(page)
    choose(page, "switch_51t_dsp")
    choose(page, "switch_51t_cpo")
    page.locator(".toast.calm.shown", has_text="Your changes to Switch 51.2T").wait_for()
    comes_to(page, moved)
    page.get_by_label(re.compile("^Reset")).click()
    page.locator(".tile", has_text="Interconnect").get_by_text("as opened").wait_for()
    comes_to(page, before)


@pytest.mark.long
def test_a_file_from_elsewhere_is_kept_too(page, tmp_path):
    opened(page, "switch_51t_cpo")
    text = (LAYOUTS / "switch_51t_cpo.layout.yaml").read_text()
    (tmp_path / "mine.layout.yaml").write_text(
        text.replace("title: ", "title: My ", 1).replace('My "', '"My ')
    )
    page.locator("header input[type=file]").set_input_files(tmp_path / "mine.layout.yaml")
    mine = page.get_by_label("Open a layout", exact=True).locator("option", has_text="My ")
    mine.wait_for(state="attached")
    page.wait_for_url(re.compile("/explorer$"))
    moved = move_engine(page)
    choose(page, "switch_51t_dsp")
    page.go_back()
    mine.wait_for(state="attached")
    page.locator(".changed", has_text=MOVED).wait_for()
    comes_to(page, moved)
    page.reload()
    mine.wait_for(state="attached", timeout=60_000)
    page.locator(".changed", has_text=MOVED).wait_for()


@pytest.mark.long
def test_two_tabs_on_one_layout_keep_their_own_work(page, server):
    opened(page, "switch_51t_cpo")
    other = page.context.new_page()
    opened(other, "switch_51t_cpo")
    other.locator(".toast.calm", has_text="open in another tab too").wait_for(state="attached")
    assert not page.locator(".toast").inner_text()
    page.bring_to_front()
    moved = move_engine(page)
    other.bring_to_front()
    moved_there = move_engine(other, 8)
    assert moved != moved_there
    for tab, figures_there in ((page, moved), (other, moved_there)):
        tab.bring_to_front()
        tab.reload()
        tab.locator(".changed", has_text=MOVED).wait_for(timeout=60_000)
        tab.wait_for_timeout(500)
        comes_to(tab, figures_there)


@pytest.mark.long
def test_a_restarted_server_gets_the_work_back(browser):
    with serving() as first:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=first.url)
        page = context.new_page()
        opened(page, "switch_51t_cpo")
        moved = move_engine(page)
    page.locator(".connection", has_text="Connection lost: your work is saved").wait_for()
    with serving(port=int(first.url.rpartition(":")[2])):
        page.locator(".connection.back", has_text="Connected again").wait_for(timeout=90_000)
        page.locator(".changed", has_text=MOVED).wait_for(timeout=60_000)
        comes_to(page, moved)
        context.close()
