"""Feedback on student work: a note of one tap for a class, where its school wants such notes."""
