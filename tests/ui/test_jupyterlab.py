"""The explorer in a cell of a real JupyterLab: dragged, read in the next cell, and set from it."""

import pytest

from tests.ui.hands import HEAT, middle
from tests.ui.jupyterlab import run

PART, TRAY = "nvsw.asic1", "r1.sw9"
WHERE = f"""\
part, margin = rack.layout.element("{PART}"), rack.results.totals["margin_db"]
print(part.y_mm, margin.typical)"""
PLACE = """id => {
  return find(document).getBoundingClientRect().y;
  function find(root) {
    for (const n of root.querySelectorAll("*")) {
      if (n.matches(`.elevation [data-id="${id}"]`)) return n;
      const inner = n.shadowRoot && find(n.shadowRoot);
      if (inner) return inner;
    }
    return null;
  }
}"""
"""How far down the window a tray is drawn, in pixels."""


def settled(page):
    page.locator(".state", has_text="settled").wait_for()


def place(page):
    """Where the part stands and the worst margin, as Python has them in the second cell."""
    return tuple(map(float, run(page, 2, WHERE).split()))


def hold_part(page, dx):
    """Take the part and move it by pixels; the button stays down, and a pixel of the heat map has changed."""
    page.locator(f'.plan [data-id="{PART}"]').evaluate("part => part.scrollIntoView({block: 'center'})")
    before = page.evaluate(HEAT)
    x, y = middle(page, PART)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y, steps=12)
    page.wait_for_function(f"before => ({HEAT})() !== before", arg=before)


@pytest.mark.long
def test_what_is_dragged_in_a_cell_is_read_in_the_next_and_what_is_set_is_drawn(notebook):
    page, downloads = notebook, []
    page.on("download", lambda download: downloads.append(download))
    run(page, 1)
    page.locator(f'.plan [data-id="{PART}"]').wait_for()
    settled(page)
    shipped = place(page)

    hold_part(page, -12)
    assert page.locator(".state.live").count() == 1
    page.mouse.up()
    settled(page)
    page.keyboard.press("Control+z")
    page.locator(".change", has_text="as opened").nth(8).wait_for()
    assert place(page) == shipped

    hold_part(page, -12)
    page.mouse.up()
    page.keyboard.press("r")  # turns the part; in JupyterLab it would make raw text of the cell
    settled(page)
    dragged = place(page)
    assert dragged[0] < shipped[0] - 5
    assert dragged[1] != shipped[1]

    high = page.evaluate(PLACE, TRAY)
    assert "NVLink 5" in run(page, 3)
    page.keyboard.press("ControlOrMeta+s")  # saves the notebook; on a part it would download the layout
    page.wait_for_function(f"([id, y]) => ({PLACE})(id) < y - 50", arg=[TRAY, high])
    told = run(page, 3, "rack.layout = 5")
    assert (
        told
        == "LayoutError: this takes a Layout or the path of a layout file, and was given a value of type int"
    )

    run(page, 4, "from explorer import plots\nplots.heat_map(rack.results, 'r1.sw9')")
    page.locator(".jp-CodeCell").nth(3).locator(".bk-Figure").wait_for()
    assert downloads == []
