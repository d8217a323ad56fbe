"""Compares texts whatever their accents and case. Pure.

One rule for every app: checks and text-message replies find the same words as the search.
`folded_search.Folded` compares a table's column in the database by the same rule, where both
databases support it.
"""

import unicodedata


def without_accents(text: str) -> str:
    """The letters without their accents. Case and everything else stay.

    >>> without_accents("¡Mañana, 3.º!")
    '¡Manana, 3.º!'
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    # Recombines other characters that were split: the syllables of Korean.
    return unicodedata.normalize("NFC", letters)


def folded(text: str) -> str:
    """Returns the text in lower case without accents, in plain forms: "ﬁ" becomes "fi".

    >>> folded("ＮÚÑＥＺ")
    'nunez'
    """
    if text.isascii():
        return text.lower()
    return without_accents(unicodedata.normalize("NFKC", text)).casefold()
