"""From the inlet of the rack to each part: feeds, shelves, busbar, converters, watts."""
