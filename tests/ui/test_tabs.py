"""Tables and figures of the tabs on the page: what they show, sort, copy, and which theme they follow."""

import re

import pytest
from playwright.sync_api import expect

from explorer.files import dump, read
from explorer.views.shell.page import LAYOUTS
from tests.ui.figures import drawn, heads, rows, table
from tests.ui.hands import opened


@pytest.mark.long
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_a_ribbon_tells_its_watts_and_its_share(page, color_scheme):
    opened(page, "quantum_x800_photonics")
    page.get_by_role("tab", name="Power flow").click()
    ribbon = page.locator(".sankey .ribbon").first
    ribbon.wait_for()
    assert page.locator(".sankey .name", has_text="Lasers").count() == 1
    ribbon.hover()
    said = page.locator(".sankey .tooltip")
    said.get_by_text("Share of the wall").wait_for()
    assert "→" in said.inner_text()
    assert page.locator(".sankey .ribbon.marked").count() == 1


@pytest.mark.long
def test_the_failures_of_a_rack_are_a_table_whose_rows_select(page):
    opened(page, "gb200_nvl72")
    page.get_by_role("tab", name="N-1").click()
    failures = rows(page, "N-1")
    assert failures[0][0] in {"Feed A of NVL72", "Feed B of NVL72"}
    assert heads(page, "N-1") == ["Without", "Survives", "Rack kW", "Fullest shelf %", "Lowest V"]
    table(page, "N-1").get_by_role("button", name=failures[2][0], exact=True).click()
    expect(page.locator(".elevation .tray.selected")).to_have_attribute(
        "aria-label", re.compile(f"^{failures[2][0]}")
    )
    # columns sort their numbers as numbers, and are copied as they stand
    before = [float(row[2]) for row in failures]
    table(page, "N-1").locator(".tabulator-col", has_text="Rack kW").click()
    sorted_kw = [float(row[2]) for row in rows(page, "N-1")]
    assert sorted_kw == sorted(sorted_kw) != before


def test_a_sorted_and_scrolled_table_stays_so_when_its_numbers_change(page):
    opened(page, "gb200_nvl72")
    page.get_by_role("tab", name="Power", exact=True).click()
    rows(page, "Power")
    table(page, "Power").locator(".tabulator-col", has_text="Loss W").click()
    holder = table(page, "Power").locator(".tabulator-tableholder")
    holder.evaluate("node => { node.scrollTop = 60; }")
    page.wait_for_timeout(300)
    before = rows(page, "Power")
    losses = [float(row[3].replace(",", "")) for row in before]
    assert losses == sorted(losses)
    page.get_by_role("slider").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.locator(".changed", has_text="changed").wait_for()
    for _ in range(50):
        if rows(page, "Power") != before:
            break
        page.wait_for_timeout(100)
    after = rows(page, "Power")
    assert after != before
    losses = [float(row[3].replace(",", "")) for row in after]
    assert losses == sorted(losses)
    assert holder.evaluate("node => node.scrollTop") == pytest.approx(60, abs=2)


def test_a_table_is_copied_with_its_heads(page):
    opened(page, "gb200_nvl72")
    page.get_by_role("tab", name="Parts").click()
    rows(page, "Parts")
    table(page, "Parts").locator(".tabulator-tableholder").focus()
    page.evaluate(f"window.__copied = ({COPIED})(); 0")
    page.keyboard.press("Control+c")
    first, *others = page.evaluate("window.__copied").splitlines()
    assert first.split("\t") == ["Part", "W", "°C", "Limit °C", "Headroom K"]
    assert len(others) >= 20
    assert others[0].split("\t")[0].startswith("Fan (")
    assert float(others[0].split("\t")[1]) > 0.0


COPIED = """() => new Promise(done => document.addEventListener("copy", event => {
  done(event.clipboardData.getData("text/plain"));
}, {once: true}))"""


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_figures_and_tables_have_one_type_and_follow_the_theme(page, color_scheme):
    opened(page, "gb200_nvl72")
    seen = {}
    for _ in range(2):
        dark = page.locator(".plan.dark").count() == 1
        background = "#15191f" if dark else "#ffffff"
        seen[dark] = drawn(page, "waterfall", background=background)
        assert seen[dark]["background"] == background
        cell = table(page, "Link groups").locator(".tabulator-cell").nth(2)
        expect(cell).to_have_css("font-family", re.compile("^Roboto"))
        expect(cell).to_have_css("color", "rgb(234, 238, 243)" if dark else "rgb(16, 24, 40)")
        page.get_by_role("button", name="Light or dark").click()
        page.locator(".plan:not(.dark)" if dark else ".plan.dark").wait_for()
    assert set(seen) == {True, False}


def test_a_budget_that_is_opened_again_is_drawn_as_before(page):
    opened(page, "gb200_nvl72")
    before = drawn(page, "waterfall")
    for _ in range(2):
        page.get_by_role("tab", name="Parts").click()
        rows(page, "Parts")
        page.get_by_role("tab", name="Links").click()
        after = drawn(page, "waterfall", y=before["y"], names=before["names"])
        assert (after["y"], after["names"]) == (before["y"], before["names"])
    assert "Both packages" in [name.strip() for name in before["names"]]


def test_names_in_tables_and_figures_stay_text(page):
    name = "<img src=x onerror=window.__fired=1>"
    layout = read(LAYOUTS / "switch_51t_cpo.layout.yaml")
    parts = {part.id: part for design in layout.designs for part in design.parts}
    renamed = [parts[id].replaced(label=name) for id in ("sw.asic0", "sw.fan0", "sw.fan1")]
    tray = layout.element("r1.sw1").replaced(label=name)
    link = layout.element("ports").replaced(label=name)
    rack = layout.element("r1").replaced(label=name)
    text = dump(layout.replaced(*renamed, tray, link, rack))
    opened(page, "switch_51t_cpo")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "evil.layout.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
    )
    page.locator(".plan .title", has_text="<img").wait_for()
    for tab in (
        "Links",
        "Technologies",
        "Distance",
        "Parts",
        "Power",
        "N-1",
        "Heat",
        "Crosstalk",
        "Transient",
    ):
        page.get_by_role("tab", name=tab, exact=True).click()
        page.wait_for_timeout(900)
        for figure in page.locator(".bk-Figure").all():
            box = figure.bounding_box()
            page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
            page.wait_for_timeout(150)
    page.keyboard.press("c")
    drawn(page, "boards a")
    box = page.get_by_role("img", name="Boards, A", exact=True).bounding_box()
    for part in range(1, 10):
        page.mouse.move(box["x"] + part / 10 * box["width"], box["y"] + 0.45 * box["height"], steps=3)
        page.wait_for_timeout(60)
    assert page.evaluate("window.__fired") is None
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize(
    ("tab", "figures"), [("Busbar", 2), pytest.param("Rack profile", 1, marks=pytest.mark.long)]
)
def test_plots_are_drawn_each_time_their_tab_is_opened(page, tab, figures):
    opened(page, "gb200_nvl72")
    for _ in range(2):
        page.get_by_role("tab", name=tab).click()
        page.locator(".bk-Figure").nth(figures - 1).wait_for()
        page.get_by_role("tab", name="Parts").click()
        page.locator(".bk-Figure").first.wait_for(state="detached")
