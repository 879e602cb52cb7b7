"""The contents of the review sheet, and their order."""

import datetime
from importlib.metadata import PackageNotFoundError, version

from explorer.analysis import Results, differences
from explorer.catalog import load
from explorer.report import sources, tables
from explorer.report.blocks import Beside, Block, Document, Row, Section, Table, Text
from explorer.report.changes import changes
from explorer.report.elevation import elevations
from explorer.report.plan import plan

ACCURACY = (
    "Expect absolute temperatures within 5 to 10 K, and differences between layouts within 1 to 2 K. "
    "Ranges are those of the catalog's figures, from low to high."
)


SOURCES = (
    "Every number comes from the layout or from the catalog, where each has a range, a source and a kind: "
    "measured, datasheet, estimate or assumption."
)


def document(results: Results, against: Results | None = None, file: str = "", date: str = "") -> Document:
    """The review sheet of a layout, with the differences from another one if given."""
    layout = results.layout
    facts = [
        ("File", file),
        ("Date", date or datetime.date.today().isoformat()),
        ("Catalog", load().version),
        ("Rack Explorer", program()),
    ]
    if against is not None:
        facts.insert(1, ("Compared with", against.layout.title or "the other layout"))
    sections = [_overview(results)]
    if against is not None:
        sections.append(_differences(against, results))
    sections += [*_boards(results), _technical(results), _sources(results)]
    title = layout.title or "Layout without a title"
    return Document(title, tuple((key, fact) for key, fact in facts if fact), layout.note, tuple(sections))


def program() -> str:
    """The version of this program; empty if it is not installed as a package."""
    try:
        return version("rack-explorer")
    except PackageNotFoundError:
        return ""


def _overview(results: Results) -> Section:
    drawn = elevations(results)
    opening: list[Block] = [_verdict(results), tables.totals(results), Text(ACCURACY, is_small=True)]
    found = _with_rows(tables.findings(results))
    if len(drawn) == 1:
        return Section("", (Beside(drawn[0], tuple(opening)), *found))
    return Section("", (*opening, *found, Row(tuple(drawn))))


def _verdict(results: Results) -> Text:
    """One sentence with the number of findings of each severity."""
    counts = {}
    for finding in results.findings:
        counts[finding.severity] = counts.get(finding.severity, 0) + 1 + finding.more
    if not counts:
        return Text("No rule is broken.")
    caption = [f"{n:,} {severity}{'s' * (n > 1)}" for severity, n in counts.items()]
    return Text(f"{', '.join(caption)}: see the findings.")


def _differences(against: Results, results: Results) -> Section:
    found = changes(differences(against, results))
    before = against.layout.title or "the other layout"
    return Section(f"Against {before}", tuple(found) or (Text("There is no difference."),), on_new_page=True)


def _boards(results: Results) -> list[Section]:
    """One section per mounted design, which shows its tray with the least headroom."""
    layout, sections = results.layout, []
    for design in layout.designs:
        trays = layout.trays_of(design.id)
        if trays and design.parts:
            worst = min(trays, key=lambda tray: _headroom(results, tray.id))
            shown = worst.label or worst.id
            others = f", the hottest of {len(trays)}" if len(trays) > 1 else ""
            state = results.tray_states[worst.id]
            caption = (
                f"{shown}{others}. {state.power_w:,.0f} W at its inlet, air in at {state.air_in_c:.1f} °C"
            )
            blocks = (
                Text(f"{caption}."),
                Row((plan(results, worst.id),)),
                tables.hottest_parts(results, worst.id),
                tables.sorts_of_parts(results, worst.id),
            )
            sections.append(Section(design.label or design.id, blocks, on_new_page=not sections))
    return sections


def _technical(results: Results) -> Section:
    made = (tables.links, tables.energy, tables.power, tables.cooling)
    found = _with_rows(*(make(results) for make in made))
    return Section("Links, power and cooling", found, on_new_page=True)


def _sources(results: Results) -> Section:
    made = (sources.technologies, sources.overrides, tables.notes, sources.documents, sources.figures)
    found = _with_rows(*(make(results) for make in made))
    return Section("Sources", (Text(SOURCES), *found), on_new_page=True)


def _headroom(results: Results, tray_id: str) -> float:
    headroom = results.tray_states[tray_id].headroom_k
    return headroom if headroom == headroom else float("-inf")


def _with_rows(*found: Table) -> tuple[Table, ...]:
    return tuple(table for table in found if table.rows)
