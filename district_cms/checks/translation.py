"""Marks this package's sentences for translation, and calls the installed translator. Pure.

Sentences stay English if there is none, as on the command line without the website.
"""

from collections.abc import Callable

_translators: list[Callable[[str], str]] = [str]


def mark(message: str) -> str:
    """Returns the sentence unchanged. Imported as `_`, so that `scripts.messages` collects it."""
    return message


def install_translator(translate: Callable[[str], str]) -> None:
    """Sets the function that translates a sentence when it is shown. The last one installed
    wins."""
    _translators[:] = [translate]


def translated(message: str) -> str:
    """Returns the sentence in the reader's language."""
    return _translators[0](message) if message else ""
