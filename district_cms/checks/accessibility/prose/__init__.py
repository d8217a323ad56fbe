"""Running text: its lines, what only looks like a heading or a list, words for eyes alone."""
