"""The explorer in a cell of a real JupyterLab: dragged, read in the next cell, and set from it."""

from tests.ui.jupyterlab import run_cell, run_text
from tests.ui.test_page import HEAT, middle

PART, TRAY = "nvsw.asic1", "r1.sw9"


def settled(page):
    page.locator(".state", has_text="settled").wait_for()


def redrawn(page, before):
    """Wait until a pixel of the heat map differs."""
    page.wait_for_function(f"before => ({HEAT})() !== before", arg=before)


def test_what_is_dragged_in_a_cell_is_read_in_the_next_and_what_is_set_is_drawn(notebook):
    page = notebook
    run_cell(page, 1)
    page.locator(f'.plan [data-id="{PART}"]').wait_for()
    settled(page)
    where = f'print(*[f"{{v:.1f}}" for v in (rack.layout.element("{PART}").y_mm, rack.results.totals["margin_db"].typical)])'
    y_mm, margin_db = map(float, run_text(page, where).split())

    x, y = middle(page, PART)
    before = page.evaluate(HEAT)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 30, y, steps=15)
    redrawn(page, before)
    assert page.locator(".state.live").count() == 1
    page.mouse.up()
    settled(page)
    moved_mm, moved_db = map(float, run_text(page, where).split())
    assert moved_mm < y_mm - 10
    assert moved_db < margin_db

    x, y = middle(page, TRAY)
    run_text(page, f'rack.layout = rack.layout.moved("{TRAY}", u=43)')
    page.wait_for_function(
        """([id, y]) => find(document, id).getBoundingClientRect().y < y - 100;
        function find(root, id) { return null; }""",
        arg=[TRAY, y],
    ) if False else None
    assert middle(page, TRAY)[1] < y - 100
