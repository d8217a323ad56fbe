"""Tables: which heading belongs to which cell (WCAG 1.3.1)."""
