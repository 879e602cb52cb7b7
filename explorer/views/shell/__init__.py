"""The page itself: header, start, tour, commands, and where every view stands."""
