"""The review sheet: whole, harmless, and the same as HTML, PDF and SVG."""

import base64
import io
import re
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer import evaluate
from explorer.errors import ExplorerError
from explorer.model import PART_KINDS, Layout, Rack
from explorer.quantities.numbers import short
from explorer.report import sheet, sheet_pdf, sheet_svg
from explorer.report.heat_map import data_uri
from explorer.report.sheet import document
from explorer.report.tables import FIRST, sorts, sorts_of_parts
from tests.shipped import shipped, solved

LAYOUTS = Path(__file__).parents[2] / "layouts"
HOSTILE = '<script>alert(1)</script>"&\u202e \u05e9\u05dc\u05d5\u05dd #set page() $x$'


@pytest.fixture(scope="module")
def rack():
    return solved("gb200_nvl72_cpo")


@pytest.fixture(scope="module")
def copper():
    return solved("gb200_nvl72")


@pytest.fixture(scope="module")
def hostile():
    """A switch with a hostile word wherever a user may write one."""
    layout = shipped("switch_51t_cpo").titled(HOSTILE)
    named = [e.replaced(label=HOSTILE, note=HOSTILE) for e in layout.elements() if e is not layout.site]
    return evaluate(layout.replaced(*named))


class Page(HTMLParser):
    """What a browser would make of a file: its tags, its text, and the attributes that lead elsewhere."""

    VOID = frozenset({"meta", "stop", "rect", "line", "image"})

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.open, self.texts, self.addresses, self.handlers = [], [], [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        self.addresses += [v for k, v in attributes if k in ("href", "src", "action", "xlink:href")]
        self.handlers += [k for k, _ in attributes if k.startswith("on")]

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_it_holds_every_total_link_stage_and_source(rack, copper):
    page = Page(sheet(rack, against=copper, file="a.layout.yaml", date="2026-11-26"))
    said = set(page.texts)
    assert {"a.layout.yaml", "2026-11-26", copper.layout.title, rack.layout.title} <= said
    assert {total.label for total in rack.totals.values()} <= said
    assert "119.7" in said
    assert {state.technology.name for state in rack.link_states.values()} <= said
    assert set(rack.power.index) - set(rack.tray_states) <= said
    assert {tray.label for tray in rack.layout.trays} <= said
    assert rack.layout.overrides[0].source in said
    assert {"NV-GB200", "WS-ELS", "Documents", "Figures of the catalog"} <= said
    assert "20 connectors removed; 20 engines and 5 laser sources added" in said
    assert page.tags.count("image") == 4  # one plan a design


def test_it_asks_nothing_of_the_network_and_runs_nothing(rack):
    text = sheet(rack)
    page = Page(text)
    assert not {"script", "link", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    assert page.handlers == []
    for address in page.addresses:
        assert address.startswith(("https://", "data:image/png;base64,"))
    pictures = [a for a in page.addresses if a.startswith("data:")]
    assert len(pictures) == page.tags.count("image")
    assert not re.search(r"@import|url\((?!#)", text)


def test_what_a_user_wrote_is_shown_and_obeyed_by_nothing(hostile):
    text = sheet(hostile, file=HOSTILE)
    page = Page(text)
    shown = HOSTILE.replace("\u202e", "")
    assert "script" not in page.tags
    assert "\u202e" not in text
    assert page.texts.count(shown) > 10
    outside = re.sub(r"<(bdi|text|title|a)\b[^>]*>.*?</\1>", "", text, flags=re.S)
    assert "\u05e9" not in outside  # text of another direction stands alone, in its own element


def test_drawings_are_good_xml(hostile):
    drawings = re.findall(r"<svg.*?</svg>", sheet(hostile), re.S)
    assert drawings
    for drawing in drawings:
        assert ET.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"


def test_pages_have_the_size_of_their_paper_whatever_a_user_wrote(hostile, rack, copper):
    pytest.importorskip("typst")
    assert sheet_pdf(hostile).startswith(b"%PDF-")
    raw = sheet_pdf(rack, copper)
    boxes = set(re.findall(rb"/MediaBox\s*\[\s*([\d. ]+?)\s*\]", raw))
    assert {tuple(round(float(x)) for x in box.split()) for box in boxes} == {(0, 0, 595, 842)}
    letter = sheet_pdf(rack, paper="letter")
    boxes = set(re.findall(rb"/MediaBox\s*\[\s*([\d. ]+?)\s*\]", letter))
    assert {tuple(round(float(x)) for x in box.split()) for box in boxes} == {(0, 0, 612, 792)}


def test_one_drawing_holds_the_whole_sheet(rack):
    pytest.importorskip("typst")
    drawing = ET.fromstring(sheet_svg(rack))
    assert drawing.tag.endswith("svg")
    width, height = (float(drawing.get("viewBox").split()[i]) for i in (2, 3))
    assert height > 5 * width
    assert not any("script" in element.tag for element in drawing.iter())


def test_without_the_typesetter_one_sentence_says_what_to_install(rack, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ExplorerError, match=r"pip install 'rack-explorer\[report\]'"):
        sheet_pdf(rack)
    assert "<h1>" in sheet(rack)


def test_a_paper_that_is_none_is_refused(rack):
    with pytest.raises(ExplorerError, match="there are a4, letter"):
        sheet_pdf(rack, paper="a5")


def test_the_map_has_the_colors_of_its_range():
    field = np.tile(np.linspace(20.0, 80.0, 30), (10, 1))
    raw = base64.b64decode(data_uri(field, 20.0, 80.0).partition(",")[2])
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    left, right = picture.getpixel((0, 20)), picture.getpixel((picture.width - 1, 20))
    assert sum(left) < 120 < 500 < sum(right)


@pytest.mark.parametrize("layout", [Layout(), Layout(racks=[Rack(id="r1"), Rack(id="r2")], title="Empty")])
def test_a_layout_with_nothing_in_it_has_a_sheet(layout):
    results = evaluate(layout)
    assert Page(sheet(results)).tags.count("svg") == len(layout.racks)
    pytest.importorskip("typst")
    assert sheet_pdf(results).startswith(b"%PDF-")


def test_findings_are_told_worst_first():
    switch = shipped("switch_51t_dsp")
    results = evaluate(switch.moved(switch.designs[0].parts[-1].id, x_mm=2000.0))
    found = next(
        b for s in document(results).sections for b in s.blocks if getattr(b, "title", "") == "Findings"
    )
    assert [row[0] for row in found.rows] == [f.severity for f in results.findings]
    assert found.rows[0][0] == "error"


def test_a_runaway_tray_is_drawn_without_a_map():
    switch = shipped("switch_51t_cpo")
    asic = switch.element("sw.asic0")
    results = evaluate(switch.replaced(asic.replaced(power_w=4000.0, leakage_share=0.6)))
    assert any(f.rule == "thermal_runaway" for f in results.findings)
    page = Page(sheet(results))
    assert "image" not in page.tags
    assert "nan" not in " ".join(page.texts).lower().split()


def test_numbers_of_no_value_are_empty():
    assert (short(None), short(float("inf"))) == ("", "∞")


def test_the_parts_of_a_tray_add_up_by_what_they_are_for(rack):
    design = rack.layout.element("compute")
    tray = rack.layout.trays_of("compute")[0].id
    table = sorts_of_parts(rack, tray)
    counts = {row[0]: int(row[1]) for row in table.rows}
    assert (counts["GPUs"], counts["Optical engines"], counts["Laser sources"]) == (4, 20, 5)
    assert sum(counts.values()) == len(design.parts)
    watts = sum(float(row[2].replace(",", "")) for row in table.rows)
    assert watts == pytest.approx(sum(s.power_w for s in rack.parts(tray).values()), abs=0.5)
    assert min(float(row[4]) for row in table.rows) == pytest.approx(
        rack.tray_states[tray].headroom_k, abs=0.06
    )


def test_every_part_of_the_model_has_a_name_among_its_like():
    for kind in PART_KINDS.values():
        roles = kind.param["role"].objects if "role" in kind.param else [""]
        assert set(kind.plural) == set(roles)
    assert list(sorts()) == list(FIRST)
