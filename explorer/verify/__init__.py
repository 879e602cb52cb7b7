"""Reference cases, run through the solver functions that the page uses."""
