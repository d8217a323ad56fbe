"""Imports staff from a CSV file: reads it, compares it with the records, shows the changes, writes
them together."""
