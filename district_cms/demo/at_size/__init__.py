"""A fictional district of the size of a large one, written in bulk for measurements.

The demo has every state of a small district; this one shows the cost of pages and screens with
thousands of classes. Its rows equal those of the services, so that the same pages, screens and
nightly runs work on it; `tests/integration/at_size` compares the two. PostgreSQL only: search
entries are copied inside the database, from one row per text.
"""
