"""Messages between page and server: which edit is solved when, and how its answer travels."""
