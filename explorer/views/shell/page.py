"""The page: one session, its views and their arrangement."""

from pathlib import Path
from typing import NamedTuple

import panel as pn
import panel_material_ui as pmu

from explorer.analysis import Results, evaluate
from explorer.errors import ExplorerError
from explorer.looking import Looking
from explorer.model import Layout
from explorer.model.blank import blank_layout
from explorer.session import Session
from explorer.views.canvas.elevation import ElevationView
from explorer.views.canvas.plan import PlanView
from explorer.views.compare.button import compare_button
from explorer.views.compare.side_by_side import SideBySideView
from explorer.views.exchange.address import take_view
from explorer.views.exchange.bring_in import BringInView
from explorer.views.exchange.desk import Desk
from explorer.views.exchange.shelf import Shelf
from explorer.views.kit import table, theme
from explorer.views.panels.choices import view_choices
from explorer.views.panels.controls import CoolingControls, LinkControls
from explorer.views.panels.findings import FindingsView
from explorer.views.panels.inspector import InspectorTab
from explorer.views.panels.totals import TotalsView
from explorer.views.shell.bar import Bar
from explorer.views.shell.start import StartView
from explorer.views.shell.tour import TourView
from explorer.views.shell.waiting import SOLVING, WaitingView
from explorer.views.tabs.crosstalk import CrosstalkTab
from explorer.views.tabs.distance import DistanceTab
from explorer.views.tabs.fabric import FabricTab
from explorer.views.tabs.heat_paths import HeatTab
from explorer.views.tabs.links import LinksTab
from explorer.views.tabs.profile import ProfileTab
from explorer.views.tabs.rack_power import BusbarTab, FailuresTab
from explorer.views.tabs.sankey import SankeyTab
from explorer.views.tabs.tables import PartsTab, PowerTab
from explorer.views.tabs.tabs import Tabs
from explorer.views.tabs.technologies import TechnologiesTab
from explorer.views.tabs.transient import TransientTab
from explorer.views.wire.background import beside, server_document
from explorer.views.wire.garbage import set_aside
from explorer.views.wire.internals import set_process
from explorer.views.wire.prepare import Preparation
from explorer.views.wire.served import quiet_page, warm

LAYOUTS = Path(__file__).resolve().parents[3] / "layouts"
FIRST = "gb200_nvl72"
GAP = 12
WHOLE = {"height": "100vh"}
TABS_PX = 232
TABS_HIGH = f"max({TABS_PX}px, 27vh)"
"""Height of the tabs: it grows on a tall screen."""
LEFT_WIDE, RIGHT_WIDE = "max(276px, 16vw)", "max(300px, 15vw)"
"""Widths of the columns beside the plan: they grow on a wide screen; `side_by_side.css` leaves them free."""
NO_SCROLL_BUTTON = [".scroll-button { display: none; }"]
"""Panel's scroll button has no height, but as a flex item it would add a gap at the bottom of a column."""
HEADING = {"fontSize": "12.5px", "fontWeight": 600, "lineHeight": 1.57, "letterSpacing": 0}
ABOVE = {"width": 0, "height": 0, "sizing_mode": "fixed", "margin": 0, "styles": {"position": "absolute"}}


class Board:
    """Creates and arranges the views of one session; the bar's `dark` sets the theme of all views."""

    def __init__(self, session: Session, looking: Looking, shelf: Shelf, key: str = "", **bar_options):
        self.session, self.looking = session, looking
        self.preparation = Preparation(session, looking)
        desk = Desk(session, looking, shelf, key)
        self.bar = Bar(desk, height=52, sizing_mode="stretch_width", **bar_options)
        self.totals = TotalsView(session, looking, height=88, sizing_mode="stretch_width")
        self.elevation = ElevationView(session, looking)
        self.plan = PlanView(session, looking)
        self.findings = FindingsView(session, min_height=180)
        links, cooling = LinkControls(session), CoolingControls(session)
        self.tabs = Tabs(
            session,
            looking,
            [
                LinksTab(session),
                TechnologiesTab(session),
                DistanceTab(session),
                FabricTab(session),
                PartsTab(session),
                PowerTab(session),
                SankeyTab(session),
                BusbarTab(session),
                FailuresTab(session),
                HeatTab(session),
                CrosstalkTab(session, looking),
                ProfileTab(session),
                TransientTab(session, looking),
                InspectorTab(session),
            ],
        )
        self._papers = [
            _paper("Links", links),
            _paper("View and cooling", view_choices(looking), compare_button(looking), cooling),
            _paper("", self.tabs, sizing_mode="stretch_width", height=TABS_PX, high=TABS_HIGH),
        ]
        # Dialogs and cards over the page, which take no room in its layout.
        self.overlays = [SideBySideView(session, looking, **ABOVE)]
        if self.bar.keep:
            self.overlays += [view(desk, **ABOVE) for view in (StartView, TourView, BringInView)]
        self._drawn = [self.bar, self.totals, self.elevation, self.plan, self.findings, *self.overlays]
        self._bodies: list[pn.Column] = []
        self.bar.param.watch(lambda event: self.show_theme(event.new), "dark")

    def show_theme(self, dark: bool):
        """Set the light or dark theme in every view."""
        for view in self._drawn:
            view.dark = dark
        for paper in self._papers:
            paper.dark_theme = dark
        for body in self._bodies:
            body.styles = {**body.styles, **theme.variables(dark)}
        self.tabs.show_theme(dark)

    def body(self, styles=None, **size):
        """Return all views in one column of that size."""
        links, view, tabs = self._papers
        left = _stack(self.elevation, width=276, sizing_mode="stretch_height", least=LEFT_WIDE)
        middle = _stack(self.plan, tabs, sizing_mode="stretch_both")
        right = _stack(
            links,
            self.findings,
            view,
            width=300,
            sizing_mode="stretch_height",
            overflow="hidden auto",
            least=RIGHT_WIDE,
        )
        columns = pn.Row(
            left, middle, right, sizing_mode="stretch_both", margin=0, styles={"gap": f"{GAP}px"}
        )
        placed = {"gap": f"{GAP}px", "padding": f"{GAP}px", "box-sizing": "border-box", **(styles or {})}
        body = pn.Column(
            self.bar,
            self.totals,
            columns,
            *self.overlays,
            margin=0,
            stylesheets=NO_SCROLL_BUTTON,
            styles={**placed, **theme.variables(self.bar.dark)},
            **size,
        )
        self._bodies.append(body)
        return body


def _stack(*views, overflow="visible", least="0", **size):
    return pn.Column(
        *views,
        margin=0,
        stylesheets=NO_SCROLL_BUTTON,
        styles={"gap": f"{GAP}px", "overflow": overflow, "min-width": least},
        **size,
    )


def _paper(title, *content, high="", **size):
    head = [pmu.Typography(title, variant="h2", margin=(0, 0, 6, 0), sx=HEADING)] if title else []
    return pmu.Paper(
        pn.Column(
            *head, *content, sizing_mode="stretch_both" if "height" in size else "stretch_width", margin=0
        ),
        variant="outlined",
        elevation=0,
        theme_config=theme.MATERIAL,
        margin=0,
        sx={
            "padding": "3px 16px 10px" if high else "12px 16px",
            "borderRadius": "10px",
            "boxSizing": "border-box",
        },
        styles={"min-height": high} if high else {},
        stylesheets=[f".paper {{ height: {high} !important; }}"] if high else [],
        **{"sizing_mode": "stretch_width", **size},
    )


def _argument(name: str) -> str:
    """Return an argument of the page's address, or ''."""
    return (pn.state.session_args.get(name) or [b""])[0].decode("utf-8", "replace")


def page(layouts: Path = LAYOUTS):
    """The page that a browser opens, with the layout that its address names: `?layout=gb200_nvl72`.

    While kernels are compiled it draws that layout and says how far they are; then the board takes over.
    """
    set_process()
    warming = warm()
    table.load()
    pn.config.design = pmu.MaterialDesign
    # Material leaves alone what the document's theme speaks of
    pn.state.curdoc.theme = theme.BOKEH
    shelf = Shelf(layouts)
    key, view = _argument("layout") or FIRST, _argument("view")
    shell = quiet_page(
        main=[],
        title="Rack Explorer",
        theme_config=theme.MATERIAL,
        theme_toggle=False,
        dark_theme=pn.config.theme == "dark",
        sx={"& .MuiAppBar-root, & .MuiToolbar-root": {"display": "none"}, "& .main": {"padding": 0}},
    )

    def fill(opened):
        shell.main = [_body(shell, shelf, opened, view)]
        set_aside()

    if warming.is_over or server_document() is None:
        fill(_opened(shelf, key))
        return shell
    waiting = WaitingView(_drawn(shelf, key), margin=0, styles=WHOLE, stylesheets=[theme.by_class()])
    shell.main = [waiting]

    def take(opened):
        if isinstance(opened, str):
            waiting.tell(opened)
        else:
            fill(opened)

    def solve():
        waiting.tell(SOLVING)
        beside(lambda: _opened(shelf, key), take)

    warming.wait(waiting.tell, solve)
    return shell


class Opened(NamedTuple):
    """What a page begins with: a layout of the shelf by its key, or why it is another."""

    results: Results
    key: str
    refusal: str = ""


def _opened(shelf: Shelf, key: str) -> Opened:
    try:
        return Opened(shelf.solved(key), key)
    except ExplorerError as refused:
        # an installed package brings no layouts along
        if FIRST in shelf:
            return Opened(shelf.solved(FIRST), FIRST, str(refused))
        return Opened(evaluate(blank_layout()), "", str(refused))


def _drawn(shelf: Shelf, key: str) -> Layout:
    """What `_opened` will have, without its results."""
    try:
        return shelf.read(key)
    except ExplorerError:
        return shelf.read(FIRST) if FIRST in shelf else blank_layout()


def _body(shell, shelf: Shelf, opened: Opened, view: str):
    """The board of a page, as its address asks for it."""
    session = Session(opened.results.layout, opened.results)
    looking = Looking(session)
    # what is set before the page is drawn gets there with it; what it says wrong is told once it is there
    take_view(session, looking, view)
    board = Board(session, looking, shelf, opened.key)
    if opened.refusal:
        session.notice = opened.refusal
    board.bar.param.watch(lambda event: setattr(shell, "dark_theme", event.new), "dark")
    board.bar.dark = shell.dark_theme
    return board.body(sizing_mode="stretch_both", styles=WHOLE)
