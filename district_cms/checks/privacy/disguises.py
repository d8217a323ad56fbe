"""Letters that only look like others, and words whose letters are set apart, made plain.

Unicode's own compatibility forms are `normalizing`'s. Here stand the letters of other alphabets
that a reader takes for ours: only those of Cyrillic and Greek, and only in words that have no
other letter of these alphabets, so that a family's own language stays what it is.
"""

import re
from typing import Final

# The letters that look alike in nearly every font, from Unicode's list of confusable characters.
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

_APART: Final = re.compile(
    r"(?<![\w'\u2019])[^\W\d_](?P<by>[ .*_\u00a0-])[^\W\d_](?:(?P=by)[^\W\d_]){1,40}(?![\w'\u2019])"
)
_SEPARATOR: Final = re.compile("[ .*_\u00a0-]")
# Begins with what stands between, which is rarer than letters.
_ANY_APART: Final = re.compile(r"[ .*_\u00a0-][^\W\d_](?:[ .*_\u00a0-][^\W\d_]){2}(?!\w)")


DIGIT_AS_LETTER: Final = re.compile(r"[01345@$](?<=[a-z].)[a-z]")
"""Without this no word is written with digits for letters."""
_AS_LETTERS: Final = str.maketrans("01345@$", "oieasas")
_MIXED: Final = re.compile(r"(?<!\w)[\w@$'-]{2,30}(?!\w)")


def without_digits_as_letters(line: str) -> str:
    """Return the line with digits inside of words as letters: "L1am g0t an F"."""
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
    """Return the text with look-alike letters as the ones that they are read as.

    >>> without_lookalikes("\u041c\u0430ria; \u041d\u0430\u0448 \u043a\u043b\u0430\u0441\u0441")
    'Maria; \u041d\u0430\u0448 \u043a\u043b\u0430\u0441\u0441'
    """
    if text.isascii() or not _OTHER_ALPHABETS.search(text):
        return text
    return _WORD.sub(_plain, text)


def joined(text: str) -> str:
    """Return the text with words whose letters stand apart joined: "E m m a  B r o w n".

    Two separators part two such words. Must see the text before its spaces are made single.
    """
    if not _ANY_APART.search(text):
        return text
    return _APART.sub(lambda apart: _SEPARATOR.sub("", apart[0]), text)


def _plain(word: re.Match[str]) -> str:
    plain = word[0].translate(_LOOKALIKES)
    return word[0] if _OTHER_ALPHABETS.search(plain) else plain
