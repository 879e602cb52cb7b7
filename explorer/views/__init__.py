"""The page: views that draw a session and send edits back to it.

Importing this package leaves Panel's settings unchanged, so that other pages of the same server keep their
look and behaviour.
"""

import sys

import panel as pn
import param

# In a kernel `notebook` imports it, behind the extension, which else would link its style sheets.
if "ipykernel" not in sys.modules:
    _design = pn.config.design
    import panel_material_ui  # noqa: F401

    # panel_material_ui makes its design the default of the whole process when imported; undo that. `page`
    # selects the design for our page only.
    param.Parameterized.__setattr__(pn.config, "design", _design)
