"""One row for everything that someone decided."""
