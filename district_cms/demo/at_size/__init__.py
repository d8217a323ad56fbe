"""A fictional district at the size of a large one, written in bulk for measurements.

The demo shows every state of a small district; this one shows what a page or screen costs where
there are thousands of classes. Its rows are what the services would have written, so that the
same pages, screens and nightly runs work on it; `tests/integration/at_size` compares the two.
PostgreSQL only: what search finds is copied inside the database, from one row for each text.
"""
