"""The page with an act of somebody else's: `panel serve tests/ui/with_act.py`."""

import panel as pn

from explorer.views.kit.acts import acts, register
from explorer.views.shell.page import page
from explorer.views.wire.internals import styles_from_here
from tests.spreading import SPREAD

# a server runs this for each page that is opened
if pn.state.curdoc is not None and pn.state.curdoc.session_context is not None:
    if SPREAD.key not in {act.key for act in acts()}:
        register(SPREAD)
    page().servable(title="Rack Explorer")
    styles_from_here()
