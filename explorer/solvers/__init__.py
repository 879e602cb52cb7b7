"""Solvers: numba kernels on arrays, SI units and Celsius. They import numpy, numba, units and errors only."""
