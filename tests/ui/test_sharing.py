"""Sharing in a real browser: files are read back, links open what they carry, imports are shown first."""

import csv
import io
import re

import openpyxl
import pytest

from explorer import evaluate
from explorer.files import read
from explorer.handover import handed_over
from explorer.views.shell.page import LAYOUTS
from tests.ui.hands import FOCUSED, comes_to, figures, hold, kept_text, opened, share


def downloaded(page, tmp_path, name):
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_cable_list_is_read_back_as_a_spreadsheet(page, tmp_path):
    opened(page, "gb200_nvl72")
    share(page)
    path = downloaded(page, tmp_path, "NVIDIA point-to-point cable list, XLSX")
    assert path.name == "gb200_nvl72.p2p.xlsx"
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    raw = handed_over(evaluate(read(LAYOUTS / "gb200_nvl72.layout.yaml")), "p2p-csv")
    written = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [["" if cell is None else str(cell) for cell in row] for row in rows[: len(written)]] == written
    page.get_by_role("dialog", name="Share").wait_for()


@pytest.mark.long
def test_a_review_sheet_against_what_is_pinned_opens_with_no_network(page, browser, tmp_path):
    opened(page, "switch_51t_cpo")
    page.keyboard.press("Control+k")
    page.locator(".command", has_text="Pin this state as B").click()
    hold(page, "sw.ports_oe02", 16, 0)
    page.mouse.up()
    page.locator(".changed", has_text="changed").wait_for()
    share(page)
    page.get_by_text(re.compile("against Open")).wait_for()
    path = downloaded(page, tmp_path, "Review sheet, HTML")
    alone = browser.new_context(offline=True)
    asked = []
    alone.on("request", lambda request: asked.append(request.url))
    sheet = alone.new_page()
    sheet.goto(path.as_uri())
    sheet.get_by_role("heading", name="Against Switch 51.2T, 64 x 800G CPO").wait_for()
    assert sheet.locator("svg").count() >= 2
    assert asked == [path.as_uri()]
    alone.close()


@pytest.mark.long
@pytest.mark.parametrize(("kind", "starts"), [("PDF", b"%PDF-"), ("SVG", b"<svg")])
def test_a_printed_sheet_comes_in_pieces_and_whole(page, tmp_path, kind, starts):
    opened(page, "gb200_nvl72")
    share(page)
    path = downloaded(page, tmp_path, f"Review sheet, {kind}")
    raw = path.read_bytes()
    assert raw.startswith(starts)
    assert raw.rstrip().endswith({"PDF": b"%%EOF", "SVG": b"</svg>"}[kind])
    assert len(raw) > 400_000  # more than one piece
    page.locator(".share-job").wait_for(state="hidden")


@pytest.mark.long
def test_a_drag_goes_on_while_a_sheet_is_made(page):
    opened(page, "gb200_nvl72")
    before = figures(page)
    share(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Review sheet, SVG").click()
        page.keyboard.press("Escape")
        hold(page, "r1.sw9", 0, -150)
        page.locator(".state.live").first.wait_for()
    page.keyboard.press("Escape")
    page.mouse.up()
    assert download.value.suggested_filename == "gb200_nvl72.review.svg"
    comes_to(page, before)


def test_the_menu_goes_by_keys_alone(page):
    opened(page, "switch_51t_cpo")
    button = page.get_by_role("button", name=re.compile("^Share"))
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Review sheet, HTML").wait_for()
    assert page.evaluate(FOCUSED)
    for _ in range(20):
        if page.evaluate(FOCUSED) == "Bill of materials with watts and cost ranges, XLSX":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "Bill of materials with watts and cost ranges, CSV"
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "switch_51_2t_64_x_800g_cpo.bom.csv"
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Share").wait_for(state="hidden")
    # a closed popover gives the focus back in a task of its own
    page.wait_for_function(f"() => ({FOCUSED})().startsWith('Share')")


@pytest.mark.long
def test_a_file_is_handed_over_from_the_palette(page, tmp_path):
    opened(page, "switch_51t_cpo")
    page.keyboard.press("Control+k")
    page.locator(".command", has_text="Map: Headroom").wait_for(state="attached")
    page.keyboard.type("hand over cable schedule csv")
    page.locator('.command[aria-selected="true"]', has_text="CSV").wait_for()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "cables.csv")
    assert (tmp_path / "cables.csv").read_text("utf-8-sig").startswith("cable_id,")


SWITCH = """manufacturer: Maker <b>
model: S1
slug: maker-s1
u_height: 1
is_full_depth: true
airflow: rear-to-front
weight: 10
weight_unit: kg
x_color: red
power-ports:
- {name: PSU1, type: iec-60320-c14}
interfaces:
- {name: p1, type: 400gbase-x-osfp}
"""


def chosen(page, tmp_path, **texts):
    paths = []
    for name, text in texts.items():
        stem, _, end = name.rpartition("_")
        paths.append(tmp_path / f"{stem}.{end}")
        paths[-1].write_text(text)
    page.locator(".topbar input[type=file]").set_input_files(paths)


def test_a_netbox_type_is_shown_mended_added_and_undone_in_one_step(page, tmp_path):
    opened(page, "gb200_nvl72")
    before = kept_text(page, tmp_path)
    chosen(page, tmp_path, switch_yaml=SWITCH)
    dialog = page.get_by_role("dialog", name="Import from NetBox")
    dialog.get_by_text("Maker <b> S1").wait_for()
    assert dialog.locator("tr", has_text="airflow").filter(has_text="rear-to-front").count() == 1
    assert dialog.locator("tr", has_text="x_color").count() == 1
    dialog.get_by_role("button", name="Fix power-ports").first.click()
    dialog.get_by_role("textbox", name="Value").fill("750")
    dialog.get_by_role("button", name="Keep").click()
    dialog.get_by_text("a source is needed").wait_for()
    dialog.get_by_role("textbox", name="Source: a document, a measurement, a reason").fill("its label")
    dialog.get_by_role("button", name="Keep").click()
    dialog.get_by_text("power-ports[0].maximum_draw = 750 [its label]").wait_for()
    dialog.get_by_text(re.compile("750 W at most")).wait_for()
    dialog.get_by_role("button", name="Add to the layout").click()
    dialog.wait_for(state="hidden")
    page.locator(".plan .title", has_text="S1").wait_for()
    added = kept_text(page, tmp_path)
    assert "its label" in added
    assert "x_color: red" in added
    page.keyboard.press("Control+z")
    page.locator(".changed", has_text="changed").wait_for(state="hidden")
    assert kept_text(page, tmp_path) == before


@pytest.mark.long
def test_tables_of_netbox_open_as_a_layout(page, tmp_path):
    opened(page, "switch_51t_cpo")
    chosen(page, tmp_path, racks_csv="name,u_height\nA1,42\n")
    dialog = page.get_by_role("dialog", name="Import from NetBox")
    dialog.get_by_text("The table of devices is needed as well: add its file.").wait_for()
    assert dialog.get_by_role("button", name="Add to the layout").is_disabled()
    devices = tmp_path / "devices.csv"
    devices.write_text("name,device_type,rack,position\nsw1,S1,A1,10\n")
    dialog.locator("input[type=file]").set_input_files(devices)
    dialog.get_by_role("button", name="Open as a layout").click()
    dialog.wait_for(state="hidden")
    page.locator(".elevation [data-id]", has_text="sw1").wait_for()


@pytest.mark.long
def test_a_hostile_netbox_file_is_one_error_and_cancel_leaves_all_as_it_was(page, tmp_path):
    opened(page, "switch_51t_cpo")
    before = figures(page)
    chosen(page, tmp_path, bomb_yaml="manufacturer: &a [x, x]\nmodel: [*a, *a]\n")
    dialog = page.get_by_role("dialog", name="Import from NetBox")
    dialog.get_by_text(re.compile("bomb.yaml:1: .*anchor &a")).wait_for()
    assert dialog.get_by_role("button", name="Add to the layout").is_disabled()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert figures(page) == before
    assert page.locator(".changed").inner_text() == ""
