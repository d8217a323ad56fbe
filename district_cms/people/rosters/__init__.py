"""Reads OneRoster 1.1 and 1.2 CSV files: a zip or a folder, row by row, each mistake located."""
