"""Who is told what the demo is doing while it loads."""

from collections.abc import Callable

Say = Callable[[str], None]
"""Is given one line for the person who waits."""


def silently(line: str) -> None:
    """Nobody waits at a terminal."""
