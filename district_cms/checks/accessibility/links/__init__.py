"""Links: does each say where it goes? (WCAG 2.4.4)"""
