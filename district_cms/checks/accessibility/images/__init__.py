"""Pictures: does someone who cannot see them learn the same? (WCAG 1.1.1)"""
