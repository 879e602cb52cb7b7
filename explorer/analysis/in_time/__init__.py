"""Temperatures in time after a change: a power step, a training job, a failed fan or pump."""
