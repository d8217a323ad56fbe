"""What a person would like to have in the signature. Pure; what is allowed is asked elsewhere."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from district_cms.web.refused.keys import keys_in

from .policy import MOST_SCHOOLS

OWN_PHONE: Final = "own"
NO_PHONE: Final = "none"
SCHOOL_PHONES: Final = "schools"
"""Those of the schools that it shows."""
_NOT_ONE_SCHOOLS: Final = frozenset({OWN_PHONE, NO_PHONE, SCHOOL_PHONES})
_LONGEST_LIST: Final = 20
_KEY: Final = re.compile(r"[A-Za-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class Wish:
    """`schools` are pages, at most two; None is the person's first one. `phone` is the person's
    own, none, those of the schools, or one school's by its page's number. Of `entitlements`, None
    means all. `statements` are keys that all wordings of one statement share ("12-mission-en")."""

    schools: tuple[int, ...] | None = None
    phone: str = OWN_PHONE
    entitlements: tuple[int, ...] | None = None
    statements: tuple[str, ...] = ()
    quote: int | None = None


class Answers(Protocol):
    """A query or the answers of a form, as Django reads them."""

    def getlist(self, key: str) -> list[str]: ...
    def get(self, key: str, default: str, /) -> str: ...


CHOSEN: Final = "chosen"
"""A field that says that the form was sent: boxes that are not ticked are not sent."""


def wish_of(answers: Answers) -> Wish:
    """Whatever was sent: what is no number, or too many, is left out."""
    quotes = _numbers([answers.get("quote", "")])
    phone = answers.get("phone", OWN_PHONE)
    return Wish(
        schools=_numbers(answers.getlist("school"))[:MOST_SCHOOLS],
        phone=phone if phone in _NOT_ONE_SCHOOLS or _numbers([phone]) else OWN_PHONE,
        entitlements=_numbers(answers.getlist("credential")),
        statements=_keys(answers.getlist("statement")),
        quote=quotes[0] if quotes else None,
    )


def query_of(wish: Wish) -> Mapping[str, list[str]]:
    """The same as `wish_of` reads it."""
    return {
        CHOSEN: ["1"],
        "school": [str(each) for each in wish.schools or ()],
        "phone": [wish.phone],
        "credential": [str(each) for each in wish.entitlements or ()],
        "statement": list(wish.statements),
        "quote": [str(wish.quote)] if wish.quote else [],
    }


def _numbers(values: Iterable[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(keys_in(values)))[:_LONGEST_LIST]


def _keys(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in values if _KEY.fullmatch(each)))[:_LONGEST_LIST]
