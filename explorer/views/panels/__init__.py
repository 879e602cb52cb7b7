"""What stands beside the drawings: totals, findings, choices and the inspector."""
