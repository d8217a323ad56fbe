"""Caches whole public pages for visitors who are not signed in. See ADR 0009."""
