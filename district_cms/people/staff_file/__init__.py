"""Staff from a CSV file: read, compared with the records, shown, written as a whole."""
