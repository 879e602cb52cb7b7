"""The drawings in which parts and trays are dragged: the elevation of the racks and the plan of a tray."""
