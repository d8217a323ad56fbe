"""The base of every job of the queue: isolated items, signs of life of workers, schedules."""
