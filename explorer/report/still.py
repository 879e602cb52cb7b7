"""A layout as drawings with its totals, in HTML without scripts, for hosts that run none."""

from explorer.analysis import Results
from explorer.model import Layout
from explorer.report import tables
from explorer.report.blocks import Block, Row, Text
from explorer.report.elevation import elevations
from explorer.report.page import fragment
from explorer.report.plan import plan

STYLE = """
.rack-still { background: #fff; color: #101828; padding: 16px 20px; border-radius: 8px;
  font: 400 12.5px/18px "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.rack-still .columns { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 5fr); gap: 24px; }
.rack-still p { margin: 0 0 12px; color: #475467; }
.rack-still figure { margin: 0 0 16px; }
.rack-still svg { display: block; width: 100%; height: auto; }
.rack-still h3 { margin: 0 0 4px; font-size: 13px; color: #0f766e; }
.rack-still table { font: inherit; border-collapse: collapse; margin: 0; color: inherit;
  font-variant-numeric: tabular-nums; }
.rack-still tr { background: none; }
.rack-still th, .rack-still td { padding: 2px 12px 2px 0; text-align: start; border: 0; }
.rack-still th { color: #667085; font-weight: 500; }
.rack-still .number { text-align: end; }
"""


def html(results: Results, tray_id: str, said: str = "") -> str:
    """HTML fragment of a tray's rack, the tray from above with its temperatures, and the totals.

    `said` is a sentence to put first. The fragment has no script and loads nothing from the network, and its
    style affects nothing else on the page.
    """
    layout = results.layout
    lead = fragment(Text(said)) if said else ""
    left = fragment(*_rack(results, layout, tray_id))
    right = fragment(*_tray(results, tray_id), tables.totals(results))
    return (
        f'<div class="rack-still"><style>{STYLE}</style>{lead}'
        f'<div class="columns"><div>{left}</div><div>{right}</div></div></div>'
    )


def _rack(results: Results, layout: Layout, tray_id: str) -> list[Block]:
    """Elevation of the tray's rack, or of the first rack if there is no such tray."""
    drawn = elevations(results)
    rack = layout.rack_of(tray_id)
    return [Row((drawn[layout.racks.index(rack)],))] if rack else []


def _tray(results: Results, tray_id: str) -> list[Block]:
    if tray_id not in results.tray_states:
        return []
    tray = results.layout.element(tray_id)
    state = results.tray_states[tray_id]
    said = f"{tray.label or tray.id}: {state.power_w:,.0f} W at its inlet, air in at {state.air_in_c:.1f} °C"
    return [Text(said), Row((plan(results, tray_id),))]
