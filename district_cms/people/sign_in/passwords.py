"""Which passwords are refused: those that a guesser tries first, and the account's own names.

Beside Django's own rules and its list of 20,000. zxcvbn ships 30,000 that leaked and knows their
disguises; both lists are read here without anyone's server.
"""

import re
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from ..services import note_password_change

# Tries until it is guessed, as a power of ten. Eight random letters and digits are above it.
FEWEST_GUESSES: Final = 7
# zxcvbn takes its time with longer ones, which are no better known.
READ: Final = 60
# How many letters and digits must be left of a password without the account's own names.
OWN_PART: Final = 8
SHORTEST_WORD: Final = 3
# Missing on the lists without their year: what people take who must choose a new one each term.
_TIMES: Final = (
    "spring summer fall autumn winter january february march april may june july august september "
    "october november december monday tuesday wednesday thursday friday saturday sunday"
)
DISGUISES: Final = str.maketrans("013457@$!", "oleastasi")
AROUND: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
MARKS: Final = re.compile(r"[\W_]+")
WORDS: Final = re.compile(r"[^\W\d_]+")


class GuessablePasswordValidator:
    """For `AUTH_PASSWORD_VALIDATORS`."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` with one sentence that says which of the two it is."""
        own = [word for word in own_words(user) if word in _plain(password)]
        if own and len(_without(password, own)) < OWN_PART:
            raise ValidationError(
                _(
                    "This password is made of your own name or the district’s. Whoever knows you "
                    "tries that first. Choose three or four words that have nothing to do with "
                    "you."
                ),
                code="password_own_name",
            )
        if is_common(password):
            raise ValidationError(
                _(
                    "This password, or one like it, is on the lists of stolen passwords that "
                    "guessers use. Choose three or four words that have nothing to do with each "
                    "other."
                ),
                code="password_guessable",
            )

    def password_changed(self, password: str, user: Any = None) -> None:
        """Django calls this for every password that is saved, wherever someone changed it."""
        if not user.was_just_created:
            note_password_change(user)

    def get_help_text(self) -> str:
        return _(
            "Your password can’t be made of your own name or the district’s, nor be on the lists "
            "of stolen passwords."
        )


def is_common(password: str) -> bool:
    """Whether it, or what is inside its digits and marks, is among those that are tried first."""
    stem = AROUND.sub("", password.casefold())
    if {password.casefold(), stem, stem.translate(DISGUISES)} & stolen():
        return True
    return bool(zxcvbn(password[:READ])["guesses_log10"] < FEWEST_GUESSES)


@cache
def stolen() -> frozenset[str]:
    """Both lists, and the names of seasons, months and days."""
    lists = (CommonPasswordValidator().passwords, FREQUENCY_LISTS["passwords"])
    return frozenset(_TIMES.split()).union(*lists)


def own_words(user: Any) -> list[str]:
    """The words by which a password could be guessed from its account: names, address, district;
    the longest first."""
    names = [settings.DISTRICT_NAME]
    for field in ("first_name", "last_name", "email"):
        names.append(str(getattr(user, field, "") or ""))
    words = {_plain(word) for name in names for word in WORDS.findall(name)}
    return sorted((word for word in words if len(word) >= SHORTEST_WORD), key=len, reverse=True)


def _without(password: str, words: list[str]) -> str:
    """Letters and digits that are left."""
    rest = _plain(password)
    for word in words:
        rest = rest.replace(word, "")
    return MARKS.sub("", rest)


def _plain(text: str) -> str:
    return text.casefold().translate(DISGUISES)
