"""The page itself: top bar, start page, tour, commands, and the arrangement of all views."""
