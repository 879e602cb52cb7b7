"""What happens after a change: a step, a job, a failed fan or pump, second by second."""
