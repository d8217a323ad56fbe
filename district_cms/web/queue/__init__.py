"""What every job of the queue stands on: each item by itself, workers' signs, the schedules."""
