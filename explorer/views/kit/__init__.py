"""Building blocks of the drawn views: the browser component, its style sheet, tabs and scrolled text."""
