"""The least about students: who is in a high school, by the office's list."""
