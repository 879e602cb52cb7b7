"""Tables in Markdown, for merge requests on GitHub, GitLab and Gitea."""

import re

from explorer.report.table import Table
from explorer.terminal.words import plain

ACTIVE = re.compile(r"([\\`*_\[\]|~#!@])")
"""Characters that would be read as markup, or would notify a person (@)."""


def document(title: str, summary: str, tables: list[Table]) -> str:
    """A heading, a summary sentence if there is one, and the tables."""
    blocks = [f"### {text(title)}", summary, *(_block(table) for table in tables)]
    return "\n\n".join(block for block in blocks if block)


def text(words: str) -> str:
    r"""A text escaped so that Markdown shows it unchanged.

    >>> text("a|b <script> *x*")
    'a\\|b &lt;script&gt; \\*x\\*'
    """
    shown = plain(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return ACTIVE.sub(r"\\\1", shown)


def _block(table: Table) -> str:
    if not table.right:
        return "\n".join([f"**{table.title}**", "", *(f"- {_sentence(row)}" for row in table.rows)])
    head = [f"**{table.title}**", *map(text, table.head[1:])]
    rule = ["---:" if i in table.right else "---" for i in range(len(head))]
    return "\n".join(map(_row, [head, rule, *(map(text, row) for row in table.rows)]))


def _sentence(row: tuple[str, ...]) -> str:
    what, subject, words = row
    return f"{text(what)} {text(subject)}: {text(words)}"


def _row(cells) -> str:
    return "| " + " | ".join(cells) + " |"
