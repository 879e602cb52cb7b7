"""Drop-down lists for what the elevation and the plan show."""

import panel as pn
import panel_material_ui as pmu

from explorer.quantities.maps import LAYERS, MAPS
from explorer.quantities.trays import FACES, METRICS


def view_choices(looking) -> pn.Column:
    """Return the selects for metric and side of the elevation, and for quantity and layer of the map."""
    return pn.Column(
        _row(
            _choice(looking.param.metric, "Elevation", {key: m.figure.label for key, m in METRICS.items()}),
            _choice(looking.param.face, "Side", FACES),
        ),
        _row(
            _choice(looking.param.quantity, "Map", {key: figure.label for key, figure in MAPS.items()}),
            _choice(looking.param.layer, "Layer", LAYERS),
        ),
        sizing_mode="stretch_width",
        margin=(2, 0, 10, 0),
        styles={"gap": "10px"},
    )


def _row(*choices) -> pn.Row:
    return pn.Row(*choices, sizing_mode="stretch_width", margin=0, styles={"gap": "8px"})


def _choice(parameter, label: str, names: dict[str, str]):
    options = {name: value for value, name in names.items()}
    return pmu.Select.from_param(
        parameter,
        label=label,
        description="",
        options=options,
        size="small",
        margin=0,
        sizing_mode="stretch_width",
    )
