"""The drawings in which parts and trays are dragged: racks in elevation, a tray in plan."""
