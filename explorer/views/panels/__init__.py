"""The panels beside the drawings: totals, findings, controls and the inspector."""
