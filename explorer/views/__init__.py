"""The page: views that draw a session and send edits back to it."""
