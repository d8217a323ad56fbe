"""Forgetting: what we know of families and staff from messages, no longer than it serves them.

`purging` is what the night calls; a legal hold (`holds`) stops all of it.
"""
