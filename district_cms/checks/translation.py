"""Marks this room's sentences for translation, and asks whoever installed a translator. Pure.

English where nobody installed one, as on the command line without the website.
"""

from collections.abc import Callable

_translators: list[Callable[[str], str]] = [str]


def mark(message: str) -> str:
    """Return the sentence as it is; imported as `_`, it is found by the collector of messages."""
    return message


def install_translator(translate: Callable[[str], str]) -> None:
    """Say who translates, at the moment a sentence is shown: the last one that is installed."""
    _translators[:] = [translate]


def translated(message: str) -> str:
    """The sentence in the language of whoever reads it."""
    return _translators[0](message) if message else ""
