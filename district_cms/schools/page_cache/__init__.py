"""Whole public pages in Django's cache, for visitors who are not signed in. See ADR 0009."""
