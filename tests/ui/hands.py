"""What a person does on the page and reads off it: open, take hold, drag, read figures and pixels."""

import re

import pytest

FIND = """function find(root) {
    for (const n of root.querySelectorAll("*")) {
      if (n.matches(".plan canvas")) return n;
      const inner = n.shadowRoot && find(n.shadowRoot);
      if (inner) return inner;
    }
    return null;
  }
"""
"""A function of the browser that finds the heat map's canvas."""
HEAT = f"""() => {{
  {FIND}
  const canvas = find(document);
  return [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data]
    .reduce((sum, value, i) => (sum * 31 + value * (i % 97)) % 4294967291, 7);
}}"""
"""A number that changes with any pixel of the heat map."""
FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot) at = at.shadowRoot.activeElement;
  return at?.getAttribute("aria-label");
}"""
"""The accessible name of what has the focus."""


def opened(page, layout):
    page.goto(f"/explorer?layout={layout}")
    page.locator(".plan [data-id]").first.wait_for(timeout=60_000)
    page.locator(".state", has_text="settled").wait_for()
    # what is still being built may miss what is done to the page
    page.wait_for_function("() => window.Bokeh.documents.every(document => document.is_idle)")
    page.wait_for_timeout(400)
    return page


def tile(page, label):
    """Number and change of one total."""
    return page.locator(".tile", has=page.get_by_text(label, exact=True)).inner_text()


def middle(page, id):
    box = page.locator(f'[data-id="{id}"]').first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def hold(page, id, dx, dy):
    """Take a thing and move it in steps, with the button still down at the end."""
    x, y = middle(page, id)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 21):
        page.mouse.move(x + dx * step / 20, y + dy * step / 20)
        page.wait_for_timeout(16)


def figures(page):
    """Two totals with their changes, these to two digits: watts found another way differ by a milliwatt."""
    return tuple(_rounded(tile(page, label)) for label in ("Interconnect", "Worst margin"))


def _rounded(text):
    head, change = text.rsplit("\n", 1)
    return f"{head}\n" + re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.2g}", change)


def watched(page):
    return page.evaluate(HEAT), *figures(page)


def comes_to(page, expected):
    """Wait until the figures are those (the colors' range may have widened meanwhile, pixels may differ)."""
    for _ in range(100):
        if figures(page) == expected:
            return
        page.wait_for_timeout(100)
    assert figures(page) == expected


def all_changed(page, before):
    """Wait until heat map, watts and margin all differ from what they were."""
    for _ in range(100):
        now = watched(page)
        if all(a != b for a, b in zip(before, now, strict=True)):
            return now
        page.wait_for_timeout(100)
    pytest.fail(f"unchanged while the button was down: {before} -> {watched(page)}")


def share(page):
    """Open the share menu."""
    page.get_by_role("button", name=re.compile("^Share")).click()
    page.get_by_role("dialog", name="Share").wait_for()
    page.get_by_role("button", name="Review sheet, HTML").wait_for()


def kept_text(page, tmp_path):
    """The layout file that the page downloads."""
    path = tmp_path / "kept.layout.yaml"
    with page.expect_download() as download:
        page.get_by_label("Download the layout").click()
    download.value.save_as(path)
    return path.read_text()


def changed(page):
    """Wait until an edit has been kept and settled."""
    page.locator(".changed", has_text="changed").wait_for()
    page.locator(".state", has_text="settled").wait_for()


def choose(page, id, canvas=".plan"):
    """Select one thing and give it the keys."""
    page.locator(f'{canvas} [data-id="{id}"]').click()
    page.locator(f'{canvas} [data-id="{id}"].selected').wait_for()
