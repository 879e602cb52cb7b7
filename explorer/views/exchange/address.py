"""The address of what the page shows: the layout, by name or as data, and the view state as text.

A view reads ``map:headroom,racks:power,tray:r1.sw1,select:sw.asic0,tab:Power``.
"""

import math
from urllib.parse import quote, unquote

from explorer.errors import nearest
from explorer.files.link import packed
from explorer.looking import Looking
from explorer.model.selection import first_tray
from explorer.session import Session

CHOICES = {"map": "quantity", "racks": "metric", "side": "face", "layer": "layer"}
"""Keys of a view that have a closed set of values, and their parameters of `Looking`"""

WORDS = (*CHOICES, "range", "lines", "tray", "select", "tab")

LONGEST_VIEW = 1500
"""Characters; proxies and servers accept addresses of a few thousand"""


def link_parts(session: Session, looking: Looking, key: str) -> dict[str, str]:
    """Return what follows the page's address: ``query`` and ``fragment``, without ? and #, and a ``note``.

    An unchanged layout of the shelf is given by name. Any other is encoded in the fragment, which browsers do
    not send: no server has to accept it, and none writes it in its log. The note tells the user what is left
    out.

    Raises
    ------
    FileError
        If the layout is too large for an address.
    """
    layout = session.committed.layout
    is_named = bool(key) and layout == session.opened.layout
    view, note = view_words(session, looking), ""
    if len(view) > LONGEST_VIEW:
        view = view_words(session, looking, with_selection=False)
        note = f" The selection of {len(session.selection)} is left out."
    query = [f"layout={quote(key)}"] if is_named else []
    query += [f"view={view}"] if view else []
    fragment = "" if is_named else f"layout={packed(layout)}"
    return {"query": "&".join(query), "fragment": fragment, "note": note}


def view_words(session: Session, looking: Looking, with_selection: bool = True) -> str:
    """Return the view state that differs from the default, encoded for an address."""
    said = []
    for word, parameter in CHOICES.items():
        value = getattr(looking, parameter)
        if value != looking.param[parameter].default:
            said.append((word, value))
    if looking.limits is not None:
        said.append(("range", "..".join(f"{end:g}" for end in looking.limits)))
    if looking.isolines:
        said.append(("lines", "on"))
    if session.tray != first_tray(session.layout):
        said.append(("tray", session.tray))
    if with_selection:
        said += [("select", id) for id in session.selection]
    if looking.tab:
        said.append(("tab", looking.tab))
    return ",".join(f"{word}:{quote(value, safe='.-_')}" for word, value in said)


def take_view(session: Session, looking: Looking, words: str) -> str:
    """Set the view from the text of an address. Faulty entries are skipped; the first fault is returned.

    >>> from explorer.model.blank import blank_layout
    >>> session = Session(blank_layout())
    >>> looking = Looking(session)
    >>> take_view(session, looking, "map:headrom,racks:power"), looking.metric
    ("the link's view: there is no map 'headrom'; did you mean 'headroom'?", 'power')
    """
    if len(words) > 2 * LONGEST_VIEW:
        return f"the link's view was ignored: it has {len(words):,} characters, over {2 * LONGEST_VIEW:,}"
    faults, values, chosen = [], {}, []
    for said in filter(None, words.split(",")):
        word, _, value = said.partition(":")
        value = unquote(value)
        if word in CHOICES:
            known = looking.param[CHOICES[word]].objects
            if value in known:
                values[CHOICES[word]] = value
            else:
                faults.append(f"there is no {word} {_quoted(value)}{_hint(value, known)}")
        elif word == "range":
            limits = _limits(value)
            values |= {"limits": limits} if limits else {}
            faults += [] if limits else [f"{_quoted(value)} is no range such as 20..90"]
        elif word == "lines":
            values["isolines"] = value == "on"
        elif word in ("tray", "select"):
            if value in session.layout:
                chosen.append((word, value))
            else:
                faults.append(f"{_quoted(value)} is not in this layout")
        elif word == "tab":
            values["tab"] = value[:60]
        else:
            faults.append(f"it has no setting {_quoted(word)}{_hint(word, WORDS)}")
    # Set the limits last: they are in the map's unit, and a change of map resets them.
    looking.param.update(**{k: v for k, v in values.items() if k != "limits"})
    looking.param.update(**{k: v for k, v in values.items() if k == "limits"})
    _choose(session, chosen)
    return f"the link's view: {faults[0]}" if faults else ""


def _choose(session, chosen):
    trays = [id for word, id in chosen if word == "tray" and id in session.results.tray_states]
    if trays:
        session.tray = trays[0]
    ids = [id for word, id in chosen if word == "select"]
    if ids:
        session.select(*ids)


def _limits(value: str):
    low, _, high = value.partition("..")
    try:
        ends = float(low), float(high)
    except ValueError:
        return None
    return ends if all(map(math.isfinite, ends)) and ends[0] < ends[1] else None


def _quoted(value: str) -> str:
    return f"'{value[:40]}'"


def _hint(word: str, known) -> str:
    near = nearest(word[:60], known)
    return f"; {near}" if near else ""
