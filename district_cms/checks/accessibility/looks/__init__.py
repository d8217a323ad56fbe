"""What style attributes declare, and whether the text can be read so (WCAG 1.4.3, 1.4.12)."""
