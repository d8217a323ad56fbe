"""Writing updates and pages in bulk: the rows that the services write, at the times of a story.

Both districts use it, the demo for what its classes posted in the past and the one at size for
everything. `tests/integration/at_size` and `tests/integration/demo` hold it to the services.
"""
