"""A person's own data: their addresses in full, the file of their data, and its deletion."""
