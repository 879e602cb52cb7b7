"""The page: views that draw a session and send edits back to it.

Importing them changes nothing of Panel: another page of the same server looks and works as before.
"""

import panel as pn
import param

_design = pn.config.design
import panel_material_ui  # noqa: E402, F401

# Its import makes its own design that of every page of the process; `page` chooses it for ours alone.
param.Parameterized.__setattr__(pn.config, "design", _design)
