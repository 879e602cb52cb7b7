"""The page in a real browser: what is dragged, chosen, undone and reloaded does what it says."""

import re

import pytest

from explorer.files import dump, read
from explorer.views.shell.page import LAYOUTS
from tests.ui.figures import rows
from tests.ui.hands import HEAT, all_changed, comes_to, figures, hold, middle, opened, tile, watched


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_it_opens_in_the_theme_of_the_system(page, color_scheme):
    opened(page, "gb200_nvl72")
    dark = page.locator(".plan.dark")
    dark.wait_for(timeout=5000) if color_scheme == "dark" else page.wait_for_timeout(1500)
    assert dark.count() == (color_scheme == "dark")
    drawn = float(re.search(r"[\d.]+", tile(page, "Rack input").replace("Rack input", ""))[0])
    assert 115 <= drawn <= 135
    assert page.locator(".elevation [data-id]").count() == 37


def test_dragging_an_engine_changes_heat_watts_and_margin_before_release(page):
    opened(page, "switch_51t_cpo")
    before = watched(page)
    hold(page, "sw.ports_oe02", 16, 0)
    all_changed(page, before)
    assert page.locator(".state.live").count() == 1
    page.mouse.up()
    page.locator(".state", has_text="settled").wait_for()
    dropped = figures(page)
    assert dropped != before[1:]
    page.keyboard.press("Control+z")
    comes_to(page, before[1:])
    page.keyboard.press("Control+Shift+z")
    comes_to(page, dropped)


def test_dragging_a_tray_changes_heat_watts_and_margin_before_release(page):
    opened(page, "gb200_nvl72")
    page.locator('.elevation [data-id="r1.sw9"]').click()
    page.locator(".plan .title", has_text="NVLink switch 9").wait_for()
    page.wait_for_timeout(500)
    before = watched(page)
    x0, y0 = middle(page, "r1.sw9")
    hold(page, "r1.sw9", 0, middle(page, "r1.mg2")[1] - y0 - 40)
    all_changed(page, before)
    page.mouse.up()
    page.locator(".state", has_text="settled").wait_for()
    assert "as opened" not in tile(page, "Interconnect")


def test_an_impossible_place_says_why_and_goes_back(page):
    opened(page, "switch_51t_cpo")
    page.locator('.plan [data-id="sw.asic0"]').click()
    lines = page.locator(".hand-lines .trace")
    before, start, drawn = figures(page), middle(page, "sw.asic0"), lines.get_attribute("d")
    hold(page, "sw.asic0", 260, 60)
    assert lines.get_attribute("d") != drawn
    page.mouse.up()
    page.locator(".plan .refusal.shown", has_text="TH5").wait_for()
    page.wait_for_timeout(1200)
    assert page.locator(".toast.shown").count() == 0  # it is said once, where it happened
    assert middle(page, "sw.asic0") == pytest.approx(start, abs=1)
    assert lines.get_attribute("d") == drawn
    comes_to(page, before)


def test_a_technology_rebuilds_the_board(page):
    opened(page, "switch_51t_cpo")
    assert page.locator('.plan [data-id*="_oe"]').count() == 8
    page.get_by_role("combobox", name="Ports").click()
    page.get_by_role("menuitem", name="800G DR8 / 2xDR4 DSP").click()
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
    assert page.locator('.plan [data-id*="_oe"]').count() == 0
    page.get_by_role("combobox", name="Ports").click()
    page.get_by_role("menuitem", name=re.compile("POET EOI.*on the package")).click()
    page.get_by_text("no published figure", exact=True).wait_for()
    page.get_by_label(re.compile("^Undo")).click()
    page.locator('.plan [data-id*="_cage"]').first.wait_for()


def test_supply_air_is_live_and_one_step(page):
    opened(page, "switch_51t_cpo")
    before, cool = page.evaluate(HEAT), tile(page, "Least headroom")
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(4):
        slider.press("ArrowRight")
    page.wait_for_function(f"() => ({HEAT})() !== {before}")
    page.locator(".changed", has_text="changed").wait_for()
    assert tile(page, "Least headroom") != cool
    page.get_by_label(re.compile("^Reset")).click()
    page.locator(".tile", has_text="Least headroom").get_by_text("as opened").wait_for()
    assert tile(page, "Least headroom") == cool


def test_unsaved_work_survives_a_reload(page):
    opened(page, "switch_51t_cpo")
    hold(page, "sw.ports_oe02", 16, 0)
    page.mouse.up()
    page.locator(".changed", has_text="changed").wait_for()
    page.wait_for_timeout(500)
    now = _amounts(page)
    page.reload()
    page.locator(".changed", has_text="changed").wait_for(timeout=30_000)
    page.wait_for_timeout(800)
    assert _amounts(page) == now


def _amounts(page):
    """Label and amount of two tiles; a change of a thousandth is not as exact as an amount."""
    return [tile(page, label).split("\n")[:2] for label in ("Interconnect", "Worst margin")]


def test_files_in_and_out(page, tmp_path):
    opened(page, "switch_51t_cpo")
    with page.expect_download() as download:
        page.get_by_label("Download the layout").click()
    saved = tmp_path / "mine.layout.yaml"
    download.value.save_as(saved)
    assert saved.read_text() == (LAYOUTS / "switch_51t_cpo.layout.yaml").read_text()
    broken = tmp_path / "broken.layout.yaml"
    broken.write_text(saved.read_text().replace("technology: cpo_bailly_800", "technology: cpo_baily_800"))
    before = watched(page)
    page.locator("header input[type=file]").set_input_files(broken)
    page.locator(".toast.shown").wait_for()
    said = page.locator(".toast").inner_text()
    assert "broken.layout.yaml" in said
    assert "cpo_bailly_800" in said
    assert watched(page) == before
    saved.write_text(saved.read_text().replace("x_mm: 20.", "x_mm: 21.").replace("title: ", "title: My "))
    page.locator("header input[type=file]").set_input_files(saved)
    page.get_by_label("Open a layout", exact=True).locator("option", has_text="My ").wait_for(
        state="attached"
    )


def test_another_layout_is_opened_and_kept_in_the_address(page):
    opened(page, "switch_51t_cpo")
    page.get_by_label("Open a layout", exact=True).select_option("switch_51t_dsp")
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
    page.wait_for_url("**/explorer?layout=switch_51t_dsp")


def test_an_unknown_layout_in_the_address_is_named(page):
    page.goto("/explorer?layout=gb200_nvl27")
    page.locator(".toast.shown").wait_for(timeout=60_000)
    assert "gb200_nvl72" in page.locator(".toast").inner_text()


@pytest.mark.long
def test_a_dropped_part_snaps_to_whole_millimeters(page, tmp_path):
    opened(page, "switch_51t_cpo")
    hold(page, "sw.vrm0a", 23, -37)
    page.mouse.up()
    page.locator(".changed", has_text="changed").wait_for()
    with page.expect_download() as download:
        page.get_by_label("Download the layout").click()
    download.value.save_as(tmp_path / "moved.layout.yaml")
    moved, before = read(tmp_path / "moved.layout.yaml"), read(LAYOUTS / "switch_51t_cpo.layout.yaml")
    part = moved.element("sw.vrm0a")
    assert part != before.element("sw.vrm0a")
    assert (part.x_mm % 1, part.y_mm % 1) == (0, 0)
    changed = set((tmp_path / "moved.layout.yaml").read_text().splitlines()) ^ set(dump(before).splitlines())
    assert len(changed) == 2


def test_an_unpublished_figure_can_be_assumed_and_is_kept_with_its_source(page, tmp_path):
    opened(page, "poet_lumilens_1600")
    page.get_by_text("no published figure", exact=True).wait_for()
    watts = page.get_by_label(re.compile("W per 1.6T end"))
    assert watts.input_value().startswith("10")
    watts.press("Control+a")
    page.keyboard.type("8")
    watts.press("Enter")
    page.locator(".changed", has_text="changed").wait_for()
    page.locator(".tile", has_text="Interconnect").get_by_text("▼").wait_for()
    with page.expect_download() as download:
        page.get_by_label("Download the layout").click()
    download.value.save_as(tmp_path / "assumed.layout.yaml")
    (override,) = read(tmp_path / "assumed.layout.yaml").overrides
    assert (override.technology, override.field) == ("poet_lumilens_npo", "module_w.typical")
    assert (override.value, override.source) == (8.0, "assumed on the page")


@pytest.mark.long
def test_each_script_and_style_sheet_travels_once(page):
    heard = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(frame)))
    opened(page, "switch_51t_cpo")
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(200)
    page.keyboard.press("c")
    page.locator(".sides").wait_for()
    rows(page, "Totals of A and B")
    said = "".join(frame for frame in heard if isinstance(frame, str))
    for mark in (
        "Drawing helpers of the views",
        "The box over the page in which A and B lie",
        "A root is placed over",
    ):
        assert said.count(mark) == 1, mark
