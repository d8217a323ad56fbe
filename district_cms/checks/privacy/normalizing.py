"""Normalizes texts for comparison: without disguises, accents or lookalike letters."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from district_cms.web import text_folding

# Invisible characters and direction marks, which must not hide a digit from the checks.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Strokes and circles over a digit, which stays readable.
_MARKS: Final = frozenset(chr(code) for code in (*range(0x300, 0x370), *range(0x20D0, 0x20F1)))
_OVER_DIGIT: Final = re.compile("(?<=\\d)[\u0300-\u036f\u20d0-\u20f0]+")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES: Final = re.compile("[\u2018\u2019\u201b\u02bc\uff07`\u00b4]")
_FOREIGN_DIGIT: Final = re.compile(r"[^\D0-9]")
_SPACES: Final = re.compile(r"[^\S\n]")
_LINE_ENDS: Final = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Characters to replace even after normalization.
_CHANGES: Final = re.compile(
    "|".join(
        part.pattern for part in (_INVISIBLE, _DASHES, _QUOTES, _FOREIGN_DIGIT, _SPACES, _LINE_ENDS)
    )
    + "|\x00"
)

_ACCENTED: Final = dict(
    zip(
        "áàâäãåéèêëíìîïóòôöõúùûüñçýÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÑÇÝ",
        "aaaaaaeeeeiiiiooooouuuuncy" * 2,
        strict=True,
    )
)
_PUNCTUATION: Final = b'.,;:!?()[]{}"/|-_&+=#*<>'
_SPACED: Final = bytes.maketrans(_PUNCTUATION, b" " * len(_PUNCTUATION))
_FOREIGN_PUNCTUATION: Final = "“”«»¿¡—–·•"
# Characters that never need replacement, as bytes of UTF-8.
_PLAIN: Final = b"\n" + bytes(range(ord(" "), 0x7F)).replace(b"`", b"")
# Characters that normalize the same whatever is beside them: Western letters, punctuation, symbols,
# emoji. None of them joins the letter before it.
_ALONE: Final = re.compile(
    "[\x00-\u024f\u1e00-\u1eff\u2000-\u20cf\u2100-\u2bff\ufe0e\ufe0f\ufeff\U0001f000-\U0001faff]+"
)
_MOST_ALONE: Final = 200
# Up to so many different characters, replacing each is faster than one lookup per character.
_MOST_REPLACED: Final = 40


def undisguise(text: str) -> str:
    r"""Return the text with plain digits, dashes, apostrophes and single spaces; line breaks stay.

    >>> undisguise("ID\u00a012\u200b3 \u2013 ok")
    'ID 123 - ok'
    """
    if strange := _strange(text):
        if "\r" in strange:
            text = text.replace("\r\n", "\n")
        if len(strange) <= _MOST_ALONE and _ALONE.fullmatch("".join(strange)):
            text = _replaced(text, strange)
        else:
            text = unicodedata.normalize("NFKC", text.replace("\u00b4", "'"))
            strange = _strange(text)
            text = _replaced(text, _CHANGES.findall("".join(strange)))
            if not strange.isdisjoint(_MARKS):
                text = _OVER_DIGIT.sub("", text)
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def fold(word: str) -> str:
    """Return a word in the form of the word lists: lower case, no accents, no apostrophes.

    >>> fold("O'Núñez")
    'onunez'
    """
    if word.isascii():
        return word.lower().replace("'", "")
    return text_folding.folded(word).replace("'", "").replace("’", "")


def lowered(text: str) -> str:
    """Return the text with A to Z in lower case; positions do not change.

    Both Turkish letters become an "i", as in a regular expression that ignores case.
    """
    if text.isascii():
        return text.lower()
    text = text.replace("\u0130", "i").replace("\u0131", "i")
    # Lowering only A to Z is three times as fast as `str.lower`.
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


def folded(text: str) -> str:
    """Return the text in lower case without Western accents; positions do not change."""
    plain = lowered(text)
    if not plain.isascii():
        for char in _strange(plain) & _ACCENTED.keys():
            plain = plain.replace(char, _ACCENTED[char])
    return plain


def without_punctuation(plain: str) -> str:
    """Return a folded text with spaces for punctuation, except apostrophes; line breaks stay."""
    spaced = plain.encode("utf-8", "surrogatepass").translate(_SPACED)
    plain = spaced.decode("utf-8", "surrogatepass")
    if not plain.isascii():
        for char in _FOREIGN_PUNCTUATION:
            plain = plain.replace(char, " ")
    return plain


def _strange(text: str) -> set[str]:
    """Return the characters that may need replacement."""
    encoded = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return set(encoded.decode("utf-8", "surrogatepass"))


def _replaced(text: str, strange: Iterable[str]) -> str:
    changes = {char: plain for char in strange if (plain := _plain_character(char)) != char}
    if len(changes) > _MOST_REPLACED:
        return text.translate({ord(char): plain for char, plain in changes.items()})
    for char, plain in changes.items():
        text = text.replace(char, plain)
    return text


@lru_cache(maxsize=4096)
def _plain_character(char: str) -> str:
    # Quotes first: normalization turns one of them into a space and a loose accent.
    plain = unicodedata.normalize("NFKC", _QUOTES.sub("'", _LINE_ENDS.sub("\n", char)))
    plain = _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), plain)
    plain = _QUOTES.sub("'", _DASHES.sub("-", _INVISIBLE.sub("", plain)))
    return _SPACES.sub(" ", plain).replace("\x00", "")


# Letters that look alike in nearly every font, from Unicode's list of confusable characters.
_LOOKALIKES: Final = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425"
    "\u04ae\u050c\u051a\u051c\u0430\u0435\u0455\u0456\u0458\u043e\u0440\u0441\u0443\u0445"
    "\u0501\u051b\u051d\u04bb\u04cf\u1d00\u0261\u0251\u0391\u0392\u0395\u0396\u0397\u0399"
    "\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u03b1\u03b9\u03c1\u03c5"
    "\u04d3\u04e7\u0451\u0457",
    "ABESIJKMHOPCTXYGQWaesijopcyxdqwhlagaABEZHIKMNOPTYXovaipuaoei",
)
_OTHER_ALPHABETS: Final = re.compile("[\u0250-\u02af\u0370-\u052f\u1d00-\u1d2f]")
_WORD: Final = re.compile(r"[^\W\d_]{1,60}")

_SPACED_OUT: Final = re.compile(
    r"(?<![\w'\u2019])[^\W\d_](?P<by>[ .*_\u00a0-])[^\W\d_](?:(?P=by)[^\W\d_]){1,40}(?![\w'\u2019])"
)
_SEPARATOR: Final = re.compile("[ .*_\u00a0-]")
# Begins with the separator, which is rarer than letters.
_ANY_SPACED_OUT: Final = re.compile(r"[ .*_\u00a0-][^\W\d_](?:[ .*_\u00a0-][^\W\d_]){2}(?!\w)")


DIGIT_AS_LETTER: Final = re.compile(r"[01345@$](?<=[a-z].)[a-z]")
"""Every word with digits for letters matches this."""
_AS_LETTERS: Final = str.maketrans("01345@$", "oieasas")
_MIXED: Final = re.compile(r"(?<!\w)[\w@$'-]{2,30}(?!\w)")


def without_digits_as_letters(line: str) -> str:
    """Return the line with letters for the digits inside words: "L1am g0t an F"."""
    return _MIXED.sub(_spelled, line)


def _spelled(word: re.Match[str]) -> str:
    letters = sum(char.isalpha() for char in word[0])
    rest = len(word[0]) - letters
    if not 0 < rest <= letters or not set(word[0].lower()) & set("01345@$"):
        return word[0]
    if word[0][0] == "@" and any(char.isdigit() for char in word[0]):
        return word[0]  # the code of a class or an account, such as "@rivera3math"
    spelled = word[0].translate(_AS_LETTERS)
    return spelled[:1].upper() + spelled[1:] if word[0][0] in "01345@$" else spelled


def without_lookalikes(text: str) -> str:
    r"""Return the text with lookalike letters replaced by the letters that people read.

    >>> without_lookalikes("\u041c\u0430ria; \u041d\u0430\u0448 \u043a\u043b\u0430\u0441\u0441")
    'Maria; \u041d\u0430\u0448 \u043a\u043b\u0430\u0441\u0441'
    """
    if text.isascii() or not _OTHER_ALPHABETS.search(text):
        return text
    return _WORD.sub(_plain, text)


def joined(text: str) -> str:
    """Return the text with spaced-out words joined: "E m m a B r o w n". Two separators divide two
    such words. Call it before spaces are collapsed."""
    if not _ANY_SPACED_OUT.search(text):
        return text
    return _SPACED_OUT.sub(lambda match: _SEPARATOR.sub("", match[0]), text)


def _plain(word: re.Match[str]) -> str:
    plain = word[0].translate(_LOOKALIKES)
    return word[0] if _OTHER_ALPHABETS.search(plain) else plain
