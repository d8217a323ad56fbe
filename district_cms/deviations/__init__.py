"""What someone did differently from the procedure, and the reason that they gave for it."""
