"""Registers the calendar for the site's search."""
