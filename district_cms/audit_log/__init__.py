"""One row for everything that somebody decided."""
