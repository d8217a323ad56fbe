"""What waits for the communications office: one queue, with reasons."""
