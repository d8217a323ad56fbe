"""Retention: what messages reveal about families and staff is kept no longer than needed.

`purging` runs at night; a legal hold (`holds`) stops all of it.
"""
