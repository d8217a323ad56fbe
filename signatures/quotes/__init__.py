"""Quotes of a person: written, and reviewed only where the district chose so."""
