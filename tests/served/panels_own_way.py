"""The page with a Bokeh that `explorer.views.wire.internals` does not know: messages go Panel's way."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.views.shell.page import page
from explorer.views.wire import internals

internals.KNOWN = ()

page().servable(title="Rack Explorer")
internals.styles_from_here()
