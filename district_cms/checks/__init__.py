"""What may stand on a page: accessibility, student privacy, documents; rules and their words."""
