"""An edit of the small rack, and a record of a session's events."""


class Events:
    """Every event of a session: what changed, and whether layout and results belonged together."""

    def __init__(self, session):
        self.seen = []
        self.session = session
        session.param.watch(self.note, ["layout", "results", "is_live", "notice", "opened"])

    def note(self, *events):
        assert self.session.results.layout is self.session.layout
        self.seen.append({event.name for event in events})


def moved(layout, x_mm):
    return layout.moved("sw.cpu", x_mm=x_mm)
