"""One row for each recorded decision or action."""
