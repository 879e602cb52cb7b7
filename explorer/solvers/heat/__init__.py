"""Heat of a tray: conduction in its cells, air and coolant along them; steady, in time, by superposition."""
