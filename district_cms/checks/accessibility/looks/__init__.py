"""Reads style attributes, and checks whether the text is readable (WCAG 1.4.3, 1.4.12)."""
