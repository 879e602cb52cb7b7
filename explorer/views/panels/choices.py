"""Choices of what the elevation and the plan show."""

import panel as pn
import panel_material_ui as pmu

from explorer.views.canvas import maps

METRIC_NAMES = {
    "temperature": "Hottest part",
    "headroom": "Headroom",
    "power": "Watts",
    "margin": "Link margin",
    "bandwidth": "Bandwidth",
    "weight": "Weight",
    "cost": "Links cost",
}
FACE_NAMES = {"front": "Front", "rear": "Rear"}
QUANTITY_NAMES = {key: scale.label for key, scale in maps.SCALES.items()}


def view_choices(looking) -> pn.Column:
    """Metric and side of the elevation; quantity and layer of the map."""
    return pn.Column(
        _row(
            _choice(looking.param.metric, "Elevation", METRIC_NAMES),
            _choice(looking.param.face, "Side", FACE_NAMES),
        ),
        _row(
            _choice(looking.param.quantity, "Map", QUANTITY_NAMES),
            _choice(looking.param.layer, "Layer", maps.LAYER_LABELS),
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
