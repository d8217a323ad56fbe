"""Sets of words, written down as prose. Pure."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is easier to read as prose."""
    return frozenset(text.split())
