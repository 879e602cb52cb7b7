"""Results as a document: tables, drawings, and the review sheet made of both."""

from explorer.analysis import Results
from explorer.report import page
from explorer.report import paper as printed
from explorer.report.sheet import document

__all__ = ["PAPERS", "sheet", "sheet_pdf", "sheet_svg"]

PAPERS = tuple(printed.PAPERS)


def sheet(results: Results, against: Results | None = None, file: str = "", date: str = "") -> str:
    """The review sheet of a layout: one HTML file without scripts that needs no network.

    Parameters
    ----------
    against : results of another layout, to list the differences from
    file : name of the layout's file
    date : date of the sheet; today's if it is empty

    Examples
    --------
    >>> from explorer import evaluate, read
    >>> text = sheet(evaluate(read("layouts/switch_51t_cpo.layout.yaml")), date="2026-11-26")
    >>> "<h1><bdi>Switch 51.2T, 64 x 800G CPO</bdi></h1>" in text, "<script" in text
    (True, False)
    """
    return page.html(document(results, against, file, date))


def sheet_pdf(
    results: Results, against: Results | None = None, file: str = "", date: str = "", paper: str = "a4"
) -> bytes:
    """The same sheet as PDF, on one of `PAPERS`.

    Raises
    ------
    ExplorerError
        If the typesetter (extra ``report``) is not installed, or there is no such paper.
    """
    return printed.pdf(document(results, against, file, date), paper)


def sheet_svg(results: Results, against: Results | None = None, file: str = "", date: str = "") -> str:
    """The same sheet as one tall drawing, with letters as outlines.

    Raises
    ------
    ExplorerError
        If the typesetter (extra ``report``) is not installed.
    """
    return printed.svg(document(results, against, file, date))
