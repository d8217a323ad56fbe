"""Forms that run the gate: for pages, for files, and for messages among staff."""
