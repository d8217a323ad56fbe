"""Checks of page content: accessibility, student privacy, documents; their rules and sentences."""
