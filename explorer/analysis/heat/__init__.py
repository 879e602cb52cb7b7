"""From watts and inlets to the temperature of every part, board by board."""
