"""My signature: chosen, seen, taken; and saying that the staff record is wrong."""
