"""Which signature someone took, and who is told that there is a newer one."""
