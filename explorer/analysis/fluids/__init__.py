"""Air and coolant: which path a tray takes, how much flows, and how warm it arrives."""
