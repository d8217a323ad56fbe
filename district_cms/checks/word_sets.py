"""Sets of words, written down as prose. Pure."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is easier to read as prose."""
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[tuple[str, ...]]:
    """Return phrases, with commas between them, each as its words."""
    return frozenset(tuple(phrase.split()) for phrase in text.split(","))
