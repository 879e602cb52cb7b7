"""How layouts and files come onto the page and leave it."""
