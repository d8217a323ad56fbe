"""How two texts are compared whatever their accents and case. Pure.

One rule for every room: what the search finds, a check has to find, and a reply by text too. The
column of a table is compared in the database itself, by the same rule as far as both databases
know one: `folded_search.Folded`.
"""

import unicodedata


def without_accents(text: str) -> str:
    """The letters without their accents. Case and everything else stay.

    >>> without_accents("¡Mañana, 3.º!")
    '¡Manana, 3.º!'
    """
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign))
    # What was no accent is put together again: the syllables of Korean.
    return unicodedata.normalize("NFC", letters)


def folded(text: str) -> str:
    """In small letters without accents, each in its plain form: "ﬁ" is "fi", "Straße" "strasse".

    >>> folded("ＮÚÑＥＺ")
    'nunez'
    """
    if text.isascii():
        return text.lower()
    return without_accents(unicodedata.normalize("NFKC", text)).casefold()
