"""What tables and figures show on the drawn page: cells as text, figures as their data and their pixels."""

FIGURE = """name => {
  for (const document of window.Bokeh.documents) {
    for (const model of document.all_models) {
      if (model.type !== "Figure" || model.name !== name) continue;
      const view = window.Bokeh.index.find_one(model);
      if (!view || !view.el.isConnected || view.el.getBoundingClientRect().width < 40) continue;
      const data = {title: model.title?.text, x: [model.x_range.start, model.x_range.end],
                    y: [model.y_range.start, model.y_range.end],
                    names: model.below.flatMap(axis => [...axis.major_label_overrides?.values() ?? []]),
                    background: model.background_fill_color,
                    bars: model.below.filter(({type}) => type === "ColorBar").map(({title}) => title),
                    pixels: inked(view.canvas_view.primary.canvas)};
      for (const {data_source} of model.renderers) {
        if (!data_source?.name) continue;
        const columns = data_source.columns().map(name => [name, [...data_source.get_column(name)]]);
        data[data_source.name] = Object.fromEntries(columns);
      }
      return data;
    }
  }
  return null;
  // shades that are on a canvas: one is an empty figure
  function inked(canvas) {
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const shades = new Set();
    for (let i = 0; i < data.length; i += 28) shades.add((data[i] << 16) + (data[i + 1] << 8) + data[i + 2]);
    return shades.size;
  }
}"""


def drawn(page, name: str, **expected) -> dict:
    """Title, ranges and data by source of the figure of that name, once it has pixels in several colors.

    With `expected` values of some of these, once it has them, or after a while without them.
    """
    found = None
    for _ in range(150):
        found = page.evaluate(FIGURE, name)
        if found and found["pixels"] > 3 and expected.items() <= found.items():
            return found
        page.wait_for_timeout(100)
    if not found or found["pixels"] <= 3:
        raise AssertionError(f"no figure '{name}' is drawn: {found}")
    return found


def table(page, title: str):
    """The table of that name."""
    return page.get_by_role("region", name=title, exact=True)


def rows(page, title: str) -> list[list[str]]:
    """Texts of the cells that are shown, row by row as they lie on the page, once there are some."""
    found = table(page, title).locator(".tabulator-row")
    found.first.wait_for(timeout=60_000)
    return [row.locator(".tabulator-cell:visible").all_inner_texts() for row in found.all()]


def heads(page, title: str) -> list[str]:
    """Heads of the columns that are shown."""
    return table(page, title).locator(".tabulator-col:visible .tabulator-col-title").all_inner_texts()
