"""The button that lays A and B side by side."""

import panel_material_ui as pmu


def compare_button(looking) -> pmu.Button:
    """Opens what the key C opens."""
    button = pmu.Button(
        label="Compare A and B",
        icon="compare",
        description="Compare A and B side by side (C)",
        variant="outlined",
        size="small",
        margin=(0, 0, 8, 0),
        sizing_mode="stretch_width",
    )
    button.on_click(lambda _: looking.param.update(is_comparing=True))
    return button
