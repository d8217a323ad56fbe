"""Writes updates and pages in bulk: the same rows as the services, at the times of a story.

The demo uses it for past updates, the district at size for everything. `tests/integration/at_size`
and `tests/integration/demo` compare it with the services.
"""
