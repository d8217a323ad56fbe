"""What plays, moves or is embedded (WCAG 1.2, 1.4.2, 2.2.2)."""
