"""Makers of what the documents show: tables, examples, pictures. Tests hold that they are up to date."""
