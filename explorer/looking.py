"""View state of a session: what one person looks at, and how it is shown."""

import param

from explorer.analysis.in_time.history import Moment
from explorer.quantities.maps import LAYERS, MAPS
from explorer.quantities.trays import FACES, METRICS
from explorer.session import Session


class Looking(param.Parameterized):
    """View state of a session: open tab, map, face of the racks. Undo ignores it, and no layout contains it.

    Parameters
    ----------
    session : explorer.session.Session
        Watched: a new layout, previewed or committed, resets `moment`.

    Examples
    --------
    >>> from explorer.model.blank import blank_layout
    >>> looking = Looking(Session(blank_layout()), limits=(20.0, 90.0))
    >>> looking.quantity = "headroom"
    >>> looking.limits is None
    True
    """

    tab = param.String("", doc="title of the tab that is open; '' for the first")
    # Pass views of the keys rather than lists: figures that are added later can then be chosen as well.
    metric = param.Selector(
        default="temperature", objects=METRICS.keys(), doc="by which the racks are colored"
    )
    face = param.Selector(default="front", objects=list(FACES), doc="side from which the racks are seen")
    quantity = param.Selector(default="temperature", objects=MAPS.keys(), doc="that the map of a tray shows")
    layer = param.Selector(default="body", objects=list(LAYERS), doc="of a board, that its map shows")
    limits = param.Range(
        None, allow_None=True, doc="fixed ends of the map's colors, in its unit; None: as its values are"
    )
    isolines = param.Boolean(False, doc="whether the map has lines of equal value")
    is_comparing = param.Boolean(False, doc="whether A and B are laid side by side over the page")
    explained = param.String("", doc="name of the total that says what it is made of; '' if none does")
    prepared = param.Integer(0, doc="grows when the crosstalk of a board has been solved ahead")
    moment = param.ClassSelector(
        class_=Moment, allow_None=True, doc="a tray at one time of a history, in place of its steady state"
    )

    def __init__(self, session: Session, **values):
        super().__init__(**values)
        session.param.watch(self._end_moment, ["layout", "glanced"])

    def _end_moment(self, *_):
        """Reset `moment`: its history was solved for the previous layout."""
        self.moment = None

    @param.depends("quantity", watch=True)
    def _release_limits(self):
        """Reset `limits`: they are in the unit of the previous quantity."""
        self.limits = None
