"""Forms that pass the gate: of pages, of files, and words among staff."""
