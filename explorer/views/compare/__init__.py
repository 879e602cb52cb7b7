"""Two states side by side, and what differs between them."""
