"""What a person chose for the signature, whether or not it is allowed. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from district_cms.web.keys import keys_in

from .policy import MOST_SCHOOLS

OWN_PHONE: Final = "own"
NO_PHONE: Final = "none"
SCHOOL_PHONES: Final = "schools"
"""The phones of the schools that the signature shows."""
_NOT_A_SCHOOL: Final = frozenset({OWN_PHONE, NO_PHONE, SCHOOL_PHONES})
_LONGEST_LIST: Final = 20
_KEY: Final = re.compile(r"[A-Za-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class SignaturePreferences:
    """`schools` are page keys, at most two; None means the person's first school. `phone` is the
    person's own, none, those of the schools, or the page key of one school. `entitlements` None
    means all. `statements` are keys shared by all wordings of a statement ("12-mission-en")."""

    schools: tuple[int, ...] | None = None
    phone: str = OWN_PHONE
    entitlements: tuple[int, ...] | None = None
    statements: tuple[str, ...] = ()
    quote: int | None = None


class Answers(Protocol):
    """A query string or form data, as Django parses it."""

    def getlist(self, key: str) -> list[str]: ...
    def get(self, key: str, default: str, /) -> str: ...


CHOSEN: Final = "chosen"
"""A field that marks a submitted form, because unticked boxes are not submitted."""


def preferences_of(answers: Answers) -> SignaturePreferences:
    """Parses the submitted preferences; drops invalid keys, and those above the limits."""
    quotes = _numbers([answers.get("quote", "")])
    phone = answers.get("phone", OWN_PHONE)
    return SignaturePreferences(
        schools=_numbers(answers.getlist("school"))[:MOST_SCHOOLS],
        phone=phone if phone in _NOT_A_SCHOOL or _numbers([phone]) else OWN_PHONE,
        entitlements=_numbers(answers.getlist("credential")),
        statements=_keys(answers.getlist("statement")),
        quote=quotes[0] if quotes else None,
    )


def query_of(preferences: SignaturePreferences) -> Mapping[str, list[str]]:
    """Returns the query that `preferences_of` parses into the same preferences."""
    return {
        CHOSEN: ["1"],
        "school": [str(each) for each in preferences.schools or ()],
        "phone": [preferences.phone],
        "credential": [str(each) for each in preferences.entitlements or ()],
        "statement": list(preferences.statements),
        "quote": [str(preferences.quote)] if preferences.quote else [],
    }


def _numbers(values: Iterable[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(keys_in(values)))[:_LONGEST_LIST]


def _keys(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in values if _KEY.fullmatch(each)))[:_LONGEST_LIST]
