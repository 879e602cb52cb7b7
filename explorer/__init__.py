"""Rack Explorer: place and solve AI rack interconnects."""
