"""A document as one HTML file, without scripts or anything from the network."""

from functools import cache
from pathlib import Path

from explorer.report.blocks import Beside, Block, Document, Drawing, Row, Section, Text
from explorer.report.svg import harmless, tag
from explorer.report.table import Table, addresses

STYLE = Path(__file__).with_name("page.css")


def html(document: Document) -> str:
    """The HTML text of a document."""
    facts = "".join(f"<div><dt>{harmless(k)}</dt><dd>{_isolated(v)}</dd></div>" for k, v in document.facts)
    lead = f'<p class="lead">{_isolated(document.lead)}</p>' if document.lead else ""
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{harmless(document.title)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        f"<header><h1>{_isolated(document.title)}</h1><dl>{facts}</dl>{lead}</header>\n"
        f"{''.join(map(_section, document.sections))}</body>\n</html>\n"
    )


POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Forbids scripts and requests, even if a user's text got through the escaping."""


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


def fragment(*blocks: Block) -> str:
    """HTML of some blocks, without a page around them."""
    return "".join(map(_block, blocks))


def _section(section: Section) -> str:
    title = f"<h2>{_isolated(section.title)}</h2>" if section.title else ""
    css_class = ' class="new-page"' if section.on_new_page else ""
    return f"<section{css_class}>{title}{''.join(map(_block, section.blocks))}</section>\n"


def _block(block: Block) -> str:
    if isinstance(block, Text):
        return f"<p{' class=small' if block.is_small else ''}>{_isolated(block.text)}</p>"
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Row):
        return f'<div class="row">{"".join(map(_figure, block.drawings))}</div>'
    if isinstance(block, Beside):
        right = "".join(map(_block, block.right))
        return f'<div class="beside">{_figure(block.drawing)}<div>{right}</div></div>'
    return _figure(block)


def _figure(drawing: Drawing) -> str:
    return f"<figure>{drawing.svg}</figure>"


def _table(table: Table) -> str:
    title = f"<h3>{harmless(table.title)}</h3>" if table.title else ""
    head = "".join(_cell(table, i, cell, "th") for i, cell in enumerate(table.head))
    shown = f"<thead><tr>{head}</tr></thead>" if any(table.head) else ""
    rows = "".join(
        f"<tr>{''.join(_cell(table, i, cell, 'td') for i, cell in enumerate(row))}</tr>\n"
        for row in table.rows
    )
    css_class = ' class="small"' if table.is_small else "" if any(table.head) else ' class="told"'
    return f'<div class="table">{title}<table{css_class}>{shown}<tbody>\n{rows}</tbody></table></div>\n'


def _cell(table: Table, i: int, cell: str, name: str) -> str:
    classes = ["number"] * (i in table.right) + ["wide"] * (i == table.wide)
    if name == "td" and i == table.severity:
        classes.append(cell)
    content = harmless(cell) if i in table.right else _isolated(cell)
    if name == "td" and i == table.address:
        content = " ".join(map(_link, addresses(cell)))
    attributes = f' class="{harmless(" ".join(classes))}"' if classes else ""
    return f"<{name}{attributes}>{content}</{name}>"


def _link(address: str) -> str:
    return tag("a", harmless(address), href=f"https://{address}", rel="noopener noreferrer")


def _isolated(text: str) -> str:
    """A text isolated in <bdi>: if it runs from right to left, its neighbors are not reordered."""
    return f"<bdi>{harmless(text)}</bdi>" if text else ""
