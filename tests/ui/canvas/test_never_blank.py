"""The map is never blank: in no frame of a drag, nor while a board is rebuilt for another technology."""

import pytest

from tests.ui.hands import FIND, hold, opened

WATCH = (
    "() => {"
    + FIND
    + """
  const seen = window.__frames = {n: 0, blank: []}, small = document.createElement("canvas");
  Object.assign(small, {width: 24, height: 16});
  const context = small.getContext("2d", {willReadFrequently: true});
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.cssText = "position: fixed; width: 1px; height: 1px; visibility: hidden";
  // an observer of sizes is called after all that draws in a frame, and before the frame is shown
  new ResizeObserver(() => {
    seen.n += 1;
    const why = blank(find(document));
    if (why) seen.blank.push(why);
  }).observe(probe);
  let wide = 1;
  const frame = () => { probe.style.width = `${wide = 3 - wide}px`; requestAnimationFrame(frame); };
  frame();
  function blank(canvas) {
    if (!canvas || !canvas.width || !canvas.height) return "no canvas";
    if (!canvas.checkVisibility({opacityProperty: true, visibilityProperty: true})) return "not visible";
    context.clearRect(0, 0, 24, 16);
    context.drawImage(canvas, 0, 0, 24, 16);
    const {data} = context.getImageData(0, 0, 24, 16), shades = new Set();
    for (let i = 0; i < data.length; i += 4) if (data[i + 3]) shades.add(data[i] + 256 * data[i + 1]);
    return shades.size > 8 ? "" : `${shades.size} shades`;
  }
}"""
)
"""Notes of each frame whether the heat map that it shows has pixels in several colors."""

CLEAR = (
    "() => {"
    + FIND
    + """
  const canvas = find(document);
  requestAnimationFrame(() => canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height));
}"""
)


def drag_a_part(page):
    hold(page, "sw.ports_oe02", 40, 24)
    page.mouse.up()
    page.locator(".state", has_text="settled").wait_for()


def drag_a_tray(page):
    hold(page, "r1.sw9", 0, -120)
    page.mouse.up()
    page.locator(".state", has_text="settled").wait_for()


def switch_technology(page):
    page.get_by_role("combobox", name="Ports").click()
    page.get_by_role("menuitem", name="800G DR8 / 2xDR4 DSP").click()
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
    page.locator(".state", has_text="settled").wait_for()


def frames(page) -> dict:
    page.wait_for_timeout(300)
    return page.evaluate("window.__frames")


@pytest.mark.parametrize(
    ("layout", "gesture"),
    [
        ("switch_51t_cpo", drag_a_part),
        pytest.param("gb200_nvl72", drag_a_tray, marks=pytest.mark.long),
        ("switch_51t_cpo", switch_technology),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_no_frame_is_without_a_map(page, layout, gesture):
    opened(page, layout)
    page.evaluate(WATCH)
    gesture(page)
    seen = frames(page)
    assert seen["n"] > 15
    assert seen["blank"] == []


def test_a_single_frame_without_a_map_is_noticed(page):
    opened(page, "switch_51t_cpo")
    page.evaluate(WATCH)
    page.wait_for_timeout(300)
    page.evaluate(CLEAR)
    hold(page, "sw.ports_oe02", 20, 12)
    page.mouse.up()
    seen = frames(page)
    assert 1 <= len(seen["blank"]) < seen["n"]
    assert seen["blank"][0] == "0 shades"
