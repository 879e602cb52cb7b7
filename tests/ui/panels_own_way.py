"""The page with a Bokeh that `explorer.views.internals` does not know: every message goes Panel's way."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.views import internals
from explorer.views.page import page

internals.KNOWN = ()

page().servable(title="Rack Explorer")
internals.styles_from_here()
