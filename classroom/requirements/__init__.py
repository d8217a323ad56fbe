"""What is asked of an update: what must be in it, and whether another one is about its days."""
