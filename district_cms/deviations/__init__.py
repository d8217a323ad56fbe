"""Deviations from the procedure and their reasons, and authorizations of personal resources."""
