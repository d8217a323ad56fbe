"""Requests, and a database, that cannot be served, answered in words."""
