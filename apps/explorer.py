"""Serves the page:  panel serve apps/explorer.py"""

import sys
from importlib import import_module
from pathlib import Path

# The server, and a notebook in this folder, put the folder first on sys.path. `import explorer` would then
# find this script instead of the package, so put the package's folder first.
_here = Path(__file__).resolve().parent
sys.path[:] = [str(_here.parent)] + [entry for entry in sys.path if Path(entry or ".").resolve() != _here]

if __name__ == "explorer":
    # A notebook ran `import explorer` and found this script. Python returns whatever sys.modules holds under
    # that name after the import, so load the package there.
    del sys.modules["explorer"]
    import_module("explorer")
else:
    from explorer.views.shell.page import page
    from explorer.views.wire.internals import styles_from_here

    page().servable(title="Rack Explorer")
    styles_from_here()
