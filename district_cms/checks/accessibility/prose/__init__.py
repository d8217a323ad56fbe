"""Running text: its lines, what only looks like a heading or a list, and words that only eyes
understand."""
