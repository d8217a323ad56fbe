"""Notices at the top of every page: a closing, a late start, a change of place."""
