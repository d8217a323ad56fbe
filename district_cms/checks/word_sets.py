"""Sets of words, written as plain text. Pure."""


def word_set(text: str) -> frozenset[str]:
    """Returns the words of a text, separated by spaces, as a set."""
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[tuple[str, ...]]:
    """Returns phrases, separated by commas, each as a tuple of its words."""
    return frozenset(tuple(phrase.split()) for phrase in text.split(","))
