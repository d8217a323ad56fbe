"""What a person may have of us: their addresses in full, their data, and to be forgotten."""
