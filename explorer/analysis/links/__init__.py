"""Figures of link groups: channel, margin, reach, watts, latency, failures."""
