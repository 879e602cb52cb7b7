"""What the dialog adds: one step, also of a type whose ports do not fit on its board."""

from explorer.files import read
from explorer.looking import Looking
from explorer.session import Session
from explorer.views.exchange.bring_in import BringInView
from explorer.views.exchange.desk import Desk
from explorer.views.exchange.shelf import Shelf
from explorer.views.shell.page import LAYOUTS

PORTS = "".join(f"- {{name: p{i}, type: 800gbase-x-osfp}}\n" for i in range(64))
CROWDED = f"manufacturer: M\nmodel: Crowded\nslug: m-c\nu_height: 1\ninterfaces:\n{PORTS}"


def test_a_crowded_type_is_added_in_one_step_and_undone():
    session = Session(read("layouts/gb200_nvl72.layout.yaml"))
    desk = Desk(session, Looking(session), Shelf(LAYOUTS))
    view = BringInView(desk)
    before = session.layout
    desk.open_text(CROWDED, "crowded.yaml")
    assert session.layout is before
    view._handle_msg({"type": "add", "mount": True})
    assert session.steps[-1] == "Import Crowded"
    assert session.layout.designs[-1].label == "Crowded"
    assert session.selection == (session.layout.trays[-1].id,)
    session.undo()
    assert session.layout is before


def test_a_tray_that_finds_no_free_u_is_said_to_wait():
    session = Session(read("layouts/gb200_nvl72.layout.yaml"))
    desk = Desk(session, Looking(session), Shelf(LAYOUTS))
    view = BringInView(desk)
    desk.open_text("manufacturer: M\nmodel: Tower\nslug: m-t\nu_height: 40\n", "tower.yaml")
    trays = session.layout.trays
    view._handle_msg({"type": "add", "mount": True})
    assert session.layout.designs[-1].label == "Tower"
    assert session.layout.trays == trays
    assert desk.said == "No free U for Tower: it waits below the rack until there is one."
