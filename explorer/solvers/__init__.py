"""Solvers: numba on arrays, SI units, temperatures in Celsius. Knows numpy, numba, units and errors only."""
