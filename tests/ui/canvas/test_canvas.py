"""The canvas in a real browser: several things at once, from the palette, by keys and by touch."""

import re

import pytest

from explorer.files import read
from explorer.views.shell.page import LAYOUTS
from tests.ui.hands import HEAT, changed, choose, hold, middle, opened, watched

PLAN, RACKS = ".plan", ".elevation"
COUNT = """(root => { let n = 0; const dig = r => r.querySelectorAll("*").forEach(e => {
  n += e.matches(".plan .part"); if (e.shadowRoot) dig(e.shadowRoot); }); dig(root); return n; })(document)"""
"""How many parts are drawn."""


def saved(page, tmp_path):
    """The layout as it would be downloaded."""
    with page.expect_download() as download:
        page.get_by_label("Download the layout").click()
    download.value.save_as(tmp_path / "now.layout.yaml")
    return read(tmp_path / "now.layout.yaml")


def selected(page, canvas=PLAN):
    page.wait_for_timeout(250)
    return set(page.locator(f"{canvas} .selected").evaluate_all("all => all.map(n => n.dataset.id)"))


def settled(page):
    page.locator(".state", has_text="settled").wait_for()


def upload(page, tmp_path, text, title):
    path = tmp_path / "mine.layout.yaml"
    path.write_text(text, encoding="utf-8")
    page.locator("header input[type=file]").set_input_files(path)
    page.get_by_label("Open a layout", exact=True).locator("option", has_text=title).wait_for(
        state="attached"
    )
    settled(page)
    page.wait_for_timeout(800)


@pytest.mark.long
def test_a_band_selects_several_that_move_as_one_step(page, tmp_path):
    opened(page, "switch_51t_cpo")
    first, second = middle(page, "sw.fan0"), middle(page, "sw.fan1")
    page.mouse.move(first[0] - 40, min(first[1], second[1]) - 30)
    page.mouse.down()
    page.mouse.move(first[0] + 40, max(first[1], second[1]) + 30, steps=8)
    page.mouse.up()
    assert selected(page) == {"sw.fan0", "sw.fan1"}
    hold(page, "sw.fan0", 15, 0)
    page.locator(".tip-rows", has_text="2 parts").wait_for()
    page.mouse.up()
    changed(page)
    moved, before = saved(page, tmp_path), read(LAYOUTS / "switch_51t_cpo.layout.yaml")
    steps = {moved.element(id).y_mm - before.element(id).y_mm for id in ("sw.fan0", "sw.fan1")}
    assert len(steps) == 1
    assert steps.pop() > 5
    page.keyboard.press("Control+z")
    page.locator(".changed", has_text=re.compile("^$")).wait_for(state="attached")
    assert saved(page, tmp_path) == before
    assert selected(page) == {"sw.fan0", "sw.fan1"}


@pytest.mark.long
def test_shift_click_adds_and_takes_away(page):
    opened(page, "switch_51t_cpo")
    choose(page, "sw.fan0")
    page.locator('.plan [data-id="sw.fan1"]').click(modifiers=["Shift"])
    assert selected(page) == {"sw.fan0", "sw.fan1"}
    page.locator('.plan [data-id="sw.fan0"]').click(modifiers=["Shift"])
    assert selected(page) == {"sw.fan1"}
    page.keyboard.press("Escape")
    assert selected(page) == set()


def test_a_part_from_the_palette_heats_the_board_before_it_is_dropped(page, tmp_path):
    opened(page, "switch_51t_cpo")
    before, parts = watched(page), page.locator(".plan .part").count()
    chip = page.locator(".plan .chip", has_text="Load").bounding_box()
    page.mouse.move(chip["x"] + 20, chip["y"] + 10)
    page.mouse.down()
    x, y = middle(page, "sw.asic0")
    page.mouse.move(x - 110, y - 70, steps=15)
    page.wait_for_function(f"() => ({HEAT})() !== {before[0]}")
    page.mouse.up()
    changed(page)
    page.wait_for_function(f"() => {COUNT} === {parts + 1}")
    (id,) = selected(page)
    assert saved(page, tmp_path).element(id).kind == "load"
    page.keyboard.press("Control+z")
    page.locator(f'.plan [data-id="{id}"]').wait_for(state="detached")


@pytest.mark.long
def test_what_is_dropped_outside_or_escaped_is_not_added(page):
    opened(page, "switch_51t_cpo")
    parts = page.locator(".plan .part").count()
    chip = page.locator(".plan .chip", has_text="Cage").bounding_box()
    for escape in (False, True):
        page.mouse.move(chip["x"] + 20, chip["y"] + 10)
        page.mouse.down()
        x, y = middle(page, "sw.asic0")
        page.mouse.move(x - 150, y - 60, steps=10)
        page.wait_for_timeout(200)
        if escape:
            page.keyboard.press("Escape")
        else:
            page.mouse.move(30, 300, steps=6)
        page.mouse.up()
        page.wait_for_timeout(600)
        assert page.locator(".plan .part").count() == parts
    assert page.locator(".changed", has_text="changed").count() == 0


def test_a_tray_from_the_palette_takes_a_free_position(page, tmp_path):
    opened(page, "gb200_nvl72")
    chip = page.locator(".elevation .chip", has_text="NVLink switch").bounding_box()
    page.mouse.move(chip["x"] + 20, chip["y"] + 10)
    page.mouse.down()
    x, y = middle(page, "r1.mg2")
    page.mouse.move(x, y - 30, steps=12)
    page.locator(".tooltip", has_text="free").wait_for()
    page.mouse.up()
    changed(page)
    assert page.locator(".elevation .tray").count() == 38
    assert saved(page, tmp_path).element("r1.sw10").u > 42
    page.keyboard.press("Control+z")
    page.locator('.elevation [data-id="r1.sw10"]').wait_for(state="detached")


@pytest.mark.long
def test_a_tray_moves_to_another_rack(page, tmp_path):
    opened(page, "switch_51t_cpo")
    text = (LAYOUTS / "switch_51t_cpo.layout.yaml").read_text()
    rack = re.search(r"^- \{id: r1.*$", text, re.MULTILINE)[0]
    second = rack.replace("id: r1", "id: r2").replace("label: ", "label: Second ")
    text = text.replace(rack, f"{rack}\n{second}").replace("title: ", "title: Two racks, ")
    upload(page, tmp_path, text, "Two racks")
    x, y = middle(page, "r1.sw1")
    racks = page.locator(".elevation .rack")
    boxes = [racks.nth(i).bounding_box() for i in range(2)]
    hold(page, "r1.sw1", boxes[1]["x"] - boxes[0]["x"], -40)
    page.mouse.up()
    changed(page)
    moved = saved(page, tmp_path).element("r1.sw1")
    assert moved.rack == "r2"
    assert moved.u > read(LAYOUTS / "switch_51t_cpo.layout.yaml").element("r1.sw1").u


def test_keys_move_copy_turn_lock_and_delete(page, tmp_path):
    opened(page, "switch_51t_cpo")
    before = read(LAYOUTS / "switch_51t_cpo.layout.yaml")
    choose(page, "sw.vrm0a")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowLeft")
    changed(page)
    was, now = before.element("sw.vrm0a"), saved(page, tmp_path).element("sw.vrm0a")
    assert (now.y_mm - was.y_mm, now.x_mm) == (-11, was.x_mm)
    choose(page, "sw.vrm0a")
    page.keyboard.press("Control+d")
    page.locator(".plan .part.selected:not([data-id='sw.vrm0a'])").wait_for()
    (copy,) = selected(page)
    choose(page, "sw.fan3")
    page.keyboard.press("r")
    page.wait_for_timeout(500)
    turned, fan = saved(page, tmp_path).element("sw.fan3"), before.element("sw.fan3")
    assert (turned.width_mm, turned.depth_mm) == (fan.depth_mm, fan.width_mm)
    choose(page, copy)
    page.keyboard.press("l")
    page.locator(f'.plan [data-id="{copy}"] .lock').wait_for()
    place = middle(page, copy)
    hold(page, copy, 30, 30)
    page.locator(".tip-warning", has_text="Locked").wait_for()
    page.mouse.up()
    assert middle(page, copy) == pytest.approx(place, abs=1)
    choose(page, copy)
    page.keyboard.press("l")
    page.locator(f'.plan [data-id="{copy}"] .lock').wait_for(state="detached")
    choose(page, copy)
    page.keyboard.press("Delete")
    page.locator(f'.plan [data-id="{copy}"]').wait_for(state="detached")
    choose(page, "sw.asic0")
    page.keyboard.press("Delete")
    page.locator(".refusal.shown", has_text="drives").wait_for()


def test_edges_snap_to_those_of_neighbors_and_show_it(page, tmp_path):
    opened(page, "switch_51t_cpo")
    x0, y0 = middle(page, "sw.fan0")
    _, y1 = middle(page, "sw.fan1")
    x_fan1, _ = middle(page, "sw.fan1")
    hold(page, "sw.fan0", -50, 0)
    page.mouse.move(x0 + (x_fan1 - x0) + 3, y0, steps=10)
    guides = page.locator('.plan .guide[d^="M"]')
    guides.wait_for(state="attached")
    page.mouse.up()
    changed(page)
    layout = saved(page, tmp_path)
    assert layout.element("sw.fan0").y_mm == layout.element("sw.fan1").y_mm
    assert guides.count() == 0


def test_the_board_is_enlarged_under_the_pointer_and_back(page):
    opened(page, "switch_51t_cpo")
    x, y = middle(page, "sw.asic0")
    width = page.locator('.plan [data-id="sw.asic0"] .body').bounding_box()["width"]
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.locator(".plan .zoomed", has_text="%").wait_for()
    larger = page.locator('.plan [data-id="sw.asic0"] .body').bounding_box()["width"]
    assert larger > 2 * width
    assert middle(page, "sw.asic0") == pytest.approx((x, y), abs=3)
    page.locator(".plan .zoomed").click()
    page.wait_for_timeout(300)
    assert page.locator('.plan [data-id="sw.asic0"] .body').bounding_box()["width"] == pytest.approx(width)


@pytest.mark.long
def test_touch_drags_too(browser, server):
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, has_touch=True, base_url=server.url
    )
    page = context.new_page()
    opened(page, "switch_51t_cpo")
    before = page.evaluate(HEAT)
    x, y = middle(page, "sw.ports_oe02")
    touch = context.new_cdp_session(page)

    def finger(kind, dx):
        points = [] if kind == "touchEnd" else [{"x": x + dx, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", 0)
    for step in range(1, 17):
        finger("touchMove", step / 2)
        page.wait_for_timeout(16)
    page.wait_for_function(f"() => ({HEAT})() !== {before}")
    assert page.locator(".state.live").count() == 1
    finger("touchEnd", 8)
    changed(page)
    context.close()


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=document.title=1>",
        *(pytest.param(name, marks=pytest.mark.long) for name in ("\u202eevil\u2066", "مقسم ١")),
    ],
)
def test_names_are_text(page, tmp_path, name):
    opened(page, "switch_51t_cpo")
    text = (LAYOUTS / "switch_51t_cpo.layout.yaml").read_text()
    text = text.replace("label: TH5", 'label: "' + name.replace("\u202e", "\\u202e") + '"')
    text = text.replace("title: ", "title: Odd names, ")
    upload(page, tmp_path, text, "Odd names")
    hold(page, "sw.asic0", 10, 0)
    page.locator(".tooltip .tip-name").first.wait_for()
    page.mouse.up()
    settled(page)
    assert page.title() == "Rack Explorer"
    assert page.locator(".plan img, .tooltip img").count() == 0
