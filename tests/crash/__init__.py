"""Killing workers while they send, and counting what a provider outside saw."""
