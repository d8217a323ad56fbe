"""People are found by typing a name: a district has thousands, and no screen lists them all."""
