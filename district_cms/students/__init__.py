"""The minimum about students: the office's list of who is in a high school."""
