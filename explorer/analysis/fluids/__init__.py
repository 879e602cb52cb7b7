"""Air and coolant: flow through each tray, inlet temperatures, fans and pumps."""
