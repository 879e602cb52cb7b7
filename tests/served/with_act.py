"""The page with an act of somebody else's: `panel serve tests/served/with_act.py`."""

from explorer.views.kit.acts import acts, register
from explorer.views.shell.page import page
from explorer.views.wire.internals import styles_from_here
from tests.spreading import SPREAD

# the server runs this for each page that is opened
if SPREAD.key not in {act.key for act in acts()}:
    register(SPREAD)
page().servable(title="Rack Explorer")
styles_from_here()
