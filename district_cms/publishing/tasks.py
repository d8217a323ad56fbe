"""What the queue calls."""

from .services.scheduled import publish_due_pages, withdraw_expired


def publish_scheduled() -> str:
    """Take down what has expired and publish what is due."""
    lines = [*withdraw_expired(), *publish_due_pages()]
    return f"{len(lines)} pages"
