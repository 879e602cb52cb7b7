"""Fans, heat exchangers and parallel coolant branches, each in closed form."""
