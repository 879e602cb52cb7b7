"""Routes, fair rates and cuts over a graph of links, and times of collective operations."""
