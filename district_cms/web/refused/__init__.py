"""Requests that cannot be served, answered in words."""
