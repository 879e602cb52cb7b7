"""Power from the rack's inlets to each part: feeds, shelves, busbar, converters, watts."""
