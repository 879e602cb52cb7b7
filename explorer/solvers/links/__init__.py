"""Loss, noise and errors of one lane, before and after forward error correction."""
