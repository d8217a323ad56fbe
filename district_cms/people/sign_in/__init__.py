"""Signing in: limits against guessing, what a password may be, and what is kept about it.

Why the limits are ours: docs/adr/0019.
"""
