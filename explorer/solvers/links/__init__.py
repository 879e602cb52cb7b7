"""Loss, noise and errors of one lane, and what forward error correction leaves of them."""
