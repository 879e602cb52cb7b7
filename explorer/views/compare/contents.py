"""What lies in the box in which A and B are compared: what can be chosen, maps or racks, totals, words."""

from collections.abc import Callable
from html import escape

import panel as pn
import panel_material_ui as pmu

from explorer.analysis.decide.differences import differences
from explorer.quantities.maps import LAYERS, MAPS
from explorer.quantities.trays import METRICS
from explorer.session import OPENED
from explorer.views.compare import compared
from explorer.views.compare.board_panes import BoardPanes
from explorer.views.compare.panes import NAMES
from explorer.views.compare.rack_panes import RackPanes
from explorer.views.compare.tables import CHANGED, OF_BOTH, changed_table, differences_html, totals_rows
from explorer.views.kit import theme
from explorer.views.kit.component import stylesheet
from explorer.views.kit.scrolled import Group, ScrolledHTML, ShortHTML
from explorer.views.kit.tab import Note
from explorer.views.kit.table import Table

BOARDS, RACKS = "boards", "racks"
KINDS = {"Board": BOARDS, "Racks": RACKS}
AS_OPENED, OUTSIDE = "opened", "outside"
"""B where it is no step of the history: the layout as it was opened, or another one."""
KEYS = "A, B and their difference. Plus and minus enlarge and reduce, arrow keys move, F shows the whole"
CAPTION_PX, BAR_PX, GAP_PX = 34, 40, 14
HIGH = {BOARDS: 0.46, RACKS: 1.0}
"""Share of the box's height that maps have at most, and racks."""
DOCKED_HIGH = 0.56
"""The same of a box beside the racks."""


class Contents:
    """Built once, brought up to date by `show`.

    Parameters
    ----------
    session : explorer.session.Session
    looking : explorer.looking.Looking
    go_on : called with whether B, or else A, is what is gone on with
    on_zoom : called when the maps are enlarged or reduced
    """

    def __init__(self, session, looking, go_on: Callable[[bool], None], on_zoom: Callable[[], None]):
        self.session, self.looking = session, looking
        self._size, self._told = (0.0, 0.0, False), None
        self._is_attached = False
        self.boards = BoardPanes(on_zoom)
        self.racks = RackPanes(on_zoom, self._choose_tray)
        self._build_controls()
        self._abouts = [
            ShortHTML("", sizing_mode="stretch_width", height=CAPTION_PX, margin=0) for _ in NAMES
        ]
        on = [
            pmu.Button(label=f"Go on with {name}", variant="outlined", size="small", margin=(2, 0, 0, 0))
            for name in "AB"
        ]
        on[0].on_click(lambda _: go_on(False))
        on[1].on_click(lambda _: go_on(True))
        css = stylesheet("comparison.css")
        for about in self._abouts:
            about.stylesheets = [css]
        self._captions = [
            pn.Row(about, *button, sizing_mode="stretch_width", height=CAPTION_PX, margin=0)
            for about, button in zip(self._abouts, ([on[0]], [on[1]], []), strict=True)
        ]
        self._panes = {
            kind: [pn.pane.Bokeh(made, margin=0) for made in panes.figures]
            for kind, panes in ((BOARDS, self.boards), (RACKS, self.racks))
        }
        self.maps = Group(label=KEYS, css_classes=["sides-maps"], margin=0, styles={"gap": f"{GAP_PX}px"})
        self.totals = Table(OF_BOTH, "Totals of A and B", css=css)
        self.changed = Table(CHANGED, "Trays and links that differ", css=css)
        self.nothing = Note()
        self._changed = pn.Column(sizing_mode="stretch_both", margin=0)
        self.words = ScrolledHTML(
            "", title="What differs", sizing_mode="stretch_both", stylesheets=[css], margin=0
        )
        self.view = pn.Column(
            self.maps, self.totals, self._changed, self.words, sizing_mode="stretch_both", margin=0,
            stylesheets=[stylesheet("sides.css")],
        )  # fmt: skip
        for part, name in ((self.totals, "totals"), (self._changed, "changed"), (self.words, "words")):
            part.css_classes = [name]

    def _build_controls(self):
        session, looking = self.session, self.looking
        small = {"size": "small", "margin": 0}
        self.b = pmu.Select(label="B, what is compared with", width=180, **small)
        self.kind = pmu.RadioButtonGroup(options=KINDS, value=BOARDS, size="small", margin=0)
        self.tray = pmu.Select(label="Tray", width=128, **small)
        choices = (
            ("quantity", "Map", _quantities()),
            ("layer", "Layer", LAYERS),
            ("metric", "Metric", {key: metric.figure.label for key, metric in METRICS.items()}),
        )
        self.choices = {
            name: pmu.Select(
                label=label, options={words: key for key, words in names.items()}, width=128, **small
            )
            for name, label, names in choices
        }
        self._is_quiet = False
        self.b.param.watch(self._pin, "value")
        self.kind.param.watch(lambda _: self._arrange(), "value")
        self.tray.param.watch(lambda event: self._is_quiet or session.select(event.new), "value")
        for name, choice in self.choices.items():
            choice.param.watch(
                lambda event, name=name: self._is_quiet or looking.param.update(**{name: event.new}), "value"
            )
        row = pn.Row(
            self.b, self.kind, self.tray, *self.choices.values(), margin=0, sizing_mode="stretch_width",
            styles={"gap": "10px", "align-items": "center", "flex-wrap": "wrap"},
        )  # fmt: skip
        self.controls = pmu.Paper(
            row,
            elevation=0,
            margin=0,
            theme_config=theme.MATERIAL,
            sizing_mode="stretch_width",
            sx={"background": "none"},
        )

    # -- showing ---------------------------------------------------------------------------------

    def show(self):
        """Bring all of it up to date: maps and totals even of a preview, the rest of what is settled."""
        session, looking = self.session, self.looking
        a, b = session.seen, session.pinned
        self._offer(a, b)
        if self.shown_kind == BOARDS:
            shown = compared.boards(a, b, session.tray, looking.quantity, looking.layer, looking.limits)
            self.boards.show(shown)
            self._caption(shown.a.label, shown.b.label, shown.hint)
        else:
            self.racks.show(*compared.racks(a, b, looking.metric))
            self._caption("", "", "")
        self.totals.show(*totals_rows(a, b))
        if not session.is_live and self._told != (id(a), id(b)):
            self._told = id(a), id(b)
            self._tell(differences(b, session.results))  # from what was pinned to what is now

    @property
    def shown_kind(self) -> str:
        """Boards, unless one of both has no tray to show."""
        session = self.session
        has_boards = bool(session.results.tray_states) and bool(session.pinned.tray_states)
        return self.kind.value if has_boards and session.tray in session.results.tray_states else RACKS

    @property
    def zoom(self) -> float:
        """How many times larger than whole the maps are."""
        return self._shown_panes.zoom

    @property
    def _shown_panes(self):
        return self.boards if self.shown_kind == BOARDS else self.racks

    def _tell(self, found):
        rows = changed_table(found)
        if isinstance(rows, str):
            self.nothing.show(rows)
        else:
            self.changed.show(*rows)
        shown = [self.nothing if isinstance(rows, str) else self.changed]
        if self._changed.objects != shown:
            self._changed.objects = shown
        self.words.object = differences_html(found)

    def _caption(self, a: str, b: str, hint: str):
        for name, about, words in zip(NAMES, self._abouts, (a, b, hint), strict=True):
            about.object = f"<p><b>{name}</b> <span>{escape(words)}</span></p>"

    def _offer(self, a, b):
        """What can be chosen, and what is."""
        session = self.session
        kind = self.shown_kind
        steps = {f"{i + 1}  {label}": str(i) for i, label in reversed(list(enumerate(session.steps)))}
        at = session.pinned_at
        is_opened = at is None and session.pinned_label == OPENED
        if at is None and not is_opened:
            steps = {session.pinned_label: OUTSIDE, **steps}
        if at is None or len(session.steps) > 1:
            steps[OPENED] = AS_OPENED
        self._is_quiet = True
        value = AS_OPENED if is_opened else OUTSIDE if at is None else str(at)
        self.b.param.update(options=steps, value=value)
        trays = {f"{tray.label or tray.id}  {tray.id}": tray.id for tray in a.layout.trays}
        if session.tray in trays.values():
            self.tray.param.update(options=trays, value=session.tray)
        for name, choice in self.choices.items():
            chosen = getattr(self.looking, name)
            if chosen in choice.options.values():
                choice.value = chosen
        of_boards = (self.tray, self.choices["quantity"], self.choices["layer"])
        for control, of in (*((one, BOARDS) for one in of_boards), (self.choices["metric"], RACKS)):
            control.visible = kind == of
        self._is_quiet = False

    # -- places ----------------------------------------------------------------------------------

    def fit(self, wide_px: float, high_px: float, docked: bool):
        """Lay it out for a box of that size."""
        if (wide_px, high_px, docked) != self._size:
            self._size = wide_px, high_px, docked
            self._arrange()

    def _arrange(self):
        wide, high, docked = self._size
        if not wide or self.session.pinned is None:
            return
        kind = self.shown_kind
        self.show()
        self.view.css_classes = [kind, *(["docked"] if docked else [])]
        beside = kind == RACKS and not docked
        room = (0.58 * wide if beside else wide) - 2 * GAP_PX
        most = (DOCKED_HIGH if docked else HIGH[kind]) * high - CAPTION_PX
        across, down = self._shown_panes.world
        frame = int(room / 3)
        tall = int(most - BAR_PX) if kind == RACKS else int(min(frame * down / across, most - BAR_PX))
        frame = frame if kind == RACKS else int(tall * across / down)
        self._shown_panes.size(frame, max(tall, 80), BAR_PX)
        columns = [
            pn.Column(caption, pane, width=frame, margin=0)
            for caption, pane in zip(self._captions, self._panes[kind], strict=True)
        ]
        if self._is_attached:
            self.maps.objects = columns

    def attach(self):
        """Put the figures in: the place for them is there."""
        self._is_attached = True
        self._arrange()

    def detach(self):
        """Take the figures out."""
        self._is_attached = False
        self.maps.objects = []

    def press(self, key: str):
        """A key that enlarges, reduces or moves the maps."""
        self._shown_panes.press(key)

    def show_theme(self, dark: bool):
        """Light or dark."""
        self.controls.dark_theme = dark
        self.boards.show_theme(dark)
        self.racks.show_theme(dark)

    # -- choosing --------------------------------------------------------------------------------

    def _pin(self, event):
        if self._is_quiet or event.new in (None, OUTSIDE):
            return
        if event.new == AS_OPENED:
            self.session.pin_opened()
        else:
            self.session.pin(at=int(event.new))

    def _choose_tray(self, id: str):
        """A tray is pressed: its boards are compared."""
        self.session.select(id)
        self.kind.value = BOARDS


def _quantities() -> dict[str, str]:
    """Maps that both have: what is of one source need not be in both."""
    return {key: figure.label for key, figure in MAPS.items() if not figure.is_of_one_source}
