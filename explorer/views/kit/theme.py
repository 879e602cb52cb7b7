"""One look: colors, type and sizes of the page, its tables and its figures, in light and in dark.

Everything drawn takes them from here: style sheets by the names of `variables`, Material components by
`MATERIAL`, Bokeh figures by `dress`.
"""

import colorcet
from bokeh.model import Model
from bokeh.palettes import Inferno256
from bokeh.themes import Theme

FONT = 'Roboto, "Segoe UI", -apple-system, "Helvetica Neue", Arial, "Noto Sans", sans-serif'
"""Material brings Roboto with it from this server; the others stand in where it is missing."""
TEXT_PX, SMALL_PX = 12, 11

LIGHT = {
    "page": "#f4f6f8", "surface": "#ffffff", "sunken": "#f4f6f8", "board": "#16181d",
    "ink": "#101828", "ink-2": "#475467", "ink-3": "#667085", "line": "#e3e8ee", "line-2": "#eff2f5",
    "accent": "#0f766e", "accent-ink": "#ffffff", "accent-soft": "#e3f2f0",
    "good": "#14733c", "bad": "#b42318", "warn": "#a04d07", "note": "#2459a8",
    "bad-soft": "#fdf0ee", "warn-soft": "#fdf4e7", "note-soft": "#eef4fc",
    "tip": "#101828", "tip-ink": "#f9fafb", "tip-ink-2": "#b6c0cd",
    "tip-bad": "#ffa399", "tip-good": "#7ddfa8", "shadow": "0 6px 20px rgba(16, 24, 40, .22)",
}  # fmt: skip
DARK = {
    "page": "#0d1015", "surface": "#15191f", "sunken": "#1c2128", "board": "#0b0d11",
    "ink": "#eaeef3", "ink-2": "#b3bdc9", "ink-3": "#8d99a8", "line": "#2a313b", "line-2": "#20262e",
    "accent": "#3ecfbf", "accent-ink": "#06231f", "accent-soft": "#12302e",
    "good": "#5fd395", "bad": "#ff8a7d", "warn": "#f5b455", "note": "#82b4ff",
    "bad-soft": "#331d1c", "warn-soft": "#30261a", "note-soft": "#1b2638",
    "tip": "#f2f5f8", "tip-ink": "#101828", "tip-ink-2": "#526072",
    "tip-bad": "#b42318", "tip-good": "#14733c", "shadow": "0 6px 24px rgba(0, 0, 0, .5)",
}  # fmt: skip

SERIES = ("#e0731d", "#4a8fd9", "#0f9d8c", "#c2528b", "#8a6fd1", "#a08a1c")
"""Colors of what is drawn, in order: readable on light and on dark."""
COPPER, BLUE, GREEN = SERIES[:3]
QUIET = "#98a2b3"
"""What is drawn and not the matter."""

SEQUENTIAL = tuple(Inferno256[14:250])
"""Low to high, in even steps of lightness, also for color-blind viewers; the ends are cut off so that no
board is entirely black or white. By Nathaniel J. Smith and Stefan van der Walt for matplotlib 1.5 (2015)."""

DIVERGING = {
    False: tuple(colorcet.b_diverging_protanopic_deuteranopic_bwy_60_95_c32),
    True: tuple(colorcet.bky),
}
"""Less to more by theme (dark or not). Where nothing differs they are as neutral as the page: near white on
light, near black on dark. Blue and yellow are told apart by color-blind eyes. Peter Kovesi, Good Colour Maps:
How to Design Them (2015), `diverging_protanopic_deuteranopic_bwy_60_95_c32`, `diverging_bky_60_10_c30`."""


def colors_of(dark: bool) -> dict[str, str]:
    """The page's colors by name."""
    return DARK if dark else LIGHT


def variables(dark: bool) -> dict[str, str]:
    """The colors as custom properties of CSS; whatever lies in the element that has them can use them.

    >>> variables(dark=True)["--ink"]
    '#eaeef3'
    """
    return {f"--{name}": value for name, value in colors_of(dark).items()} | {"--font": FONT}


def by_class() -> str:
    """The same as a style sheet, for a drawn view that follows the theme that the browser prefers."""
    light, dark = (
        "".join(f" {name}: {value};" for name, value in variables(is_dark).items())
        for is_dark in (False, True)
    )
    return f".canvas-root {{{light} }}\n.canvas-root.dark {{{dark} }}\n"


def _material(colors: dict[str, str]) -> dict:
    return {
        "palette": {
            "background": {"default": colors["page"], "paper": colors["surface"]},
            "primary": {"main": colors["accent"]},
        },
        "typography": {"fontSize": 12.5, "fontFamily": FONT},
        "shape": {"borderRadius": 8},
    }


MATERIAL = {"light": _material(LIGHT), "dark": _material(DARK)}
"""The theme of Material components, for both."""


def _dress(colors: dict[str, str]) -> dict[str, dict]:
    """Properties of Bokeh's models, by the class that declares them."""
    plain = {"text_font": FONT, "text_font_size": f"{SMALL_PX}px", "text_font_style": "normal"}

    def text(of: str, color: str) -> dict:
        return {f"{of}_{name}": value for name, value in {**plain, "text_color": colors[color]}.items()}

    bar = {**text("title", "ink-2"), **text("major_label", "ink-3"), "background_fill_alpha": 0.0}
    return {
        "Plot": {
            "background_fill_color": colors["surface"],
            "border_fill_color": colors["surface"],
            "outline_line_color": None,
        },
        "Axis": {
            **text("axis_label", "ink-3"),
            **text("major_label", "ink-3"),
            "axis_label_standoff": 5,
            "axis_line_color": colors["line"],
            "major_tick_line_color": None,
            "minor_tick_line_color": None,
            "major_label_standoff": 3,
        },
        "Grid": {"grid_line_color": colors["line"]},
        "Legend": {
            **text("label", "ink-2"),
            "background_fill_alpha": 0.0,
            "border_line_color": None,
            "glyph_width": 14,
            "label_standoff": 6,
            "spacing": 2,
            "padding": 0,
        },
        "BaseColorBar": {**bar, "bar_line_color": None, "major_tick_line_color": None},
        "Title": {**plain, "text_color": colors["ink-2"], "text_font_style": "bold"},
        "Toolbar": {"logo": None},
    }


_DRESSES = {False: _dress(LIGHT), True: _dress(DARK)}
BOKEH = Theme(json={"attrs": _DRESSES[False]})
"""The same for a whole document."""


LOOK = "page colors"


def look(**colors: str) -> list[dict]:
    """Tags of a Bokeh model: which of its properties has which of the page's colors.

    >>> look(line_color="ink-3")
    [{'page colors': {'line_color': 'ink-3'}}]
    """
    return [{LOOK: colors}]


def dress(figure: Model, dark: bool):
    """Give a figure, and all that is in it, the look of the page.

    A model whose color is one of the page's says which by a tag: ``tags=look(line_color="ink-3")``.
    """
    dresses, colors = _DRESSES[dark], colors_of(dark)
    for model in figure.references():
        for kind in type(model).__mro__:
            for name, value in dresses.get(kind.__name__, {}).items():
                _put(model, name, value)
        for tag in model.tags:
            if isinstance(tag, dict):
                for name, color in tag.get(LOOK, {}).items():
                    _put(model, name, colors[color])


def _put(model, name, value):
    """What is so already is not sent again."""
    if getattr(model, name) != value:
        setattr(model, name, value)
