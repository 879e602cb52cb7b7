"""The page:  panel serve apps/explorer.py"""

import sys
from importlib import import_module
from pathlib import Path

# The server, or a notebook in this folder, puts the folder first on sys.path, where this script would hide
# the package of its name.
_here = Path(__file__).resolve().parent
sys.path[:] = [str(_here.parent)] + [entry for entry in sys.path if Path(entry or ".").resolve() != _here]

if __name__ == "explorer":
    # a notebook said `import explorer`: Python hands on what stands under that name in the end
    del sys.modules["explorer"]
    import_module("explorer")
else:
    from explorer.views.shell.page import page
    from explorer.views.wire.internals import styles_from_here

    page().servable(title="Rack Explorer")
    styles_from_here()
