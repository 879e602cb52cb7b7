"""Messages between page and server: when each edit is solved, and how its answer reaches the browser."""
