"""What drawn views are made of: one browser component, its style, tabs and scrolled text."""
