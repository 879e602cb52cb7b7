"""The page:  panel serve apps/explorer.py"""

import sys
from pathlib import Path

# The server puts this folder first on sys.path, where this script would hide the package of its name.
_here = Path(__file__).resolve().parent
sys.path[:] = [str(_here.parent)] + [entry for entry in sys.path if Path(entry or ".").resolve() != _here]

from explorer.views.page import page  # noqa: E402

page().servable(title="Rack Explorer")
