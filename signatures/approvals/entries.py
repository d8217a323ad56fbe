"""What can wait for the communications office: the form that every kind of it has."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from district_cms.people.models import Staff, User


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office says. `choice` is one of the entry's, "" where there are none."""

    approved: bool
    reason: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that waits, as the queue shows it.

    `version` changes with what waits: an answer is to what was seen. `facts` are (name, words).
    `choices` are (value, words) to choose from with an approval.
    """

    kind: str
    pk: int
    heading: Any  # "Quote"
    title: str
    staff: Staff
    handed_in_at: dt.datetime
    clause_id: str
    approve_words: Any
    refuse_words: Any
    facts: Sequence[tuple[Any, str]] = ()
    evidence_url: str = ""
    choices: Sequence[tuple[str, Any]] = ()
    choices_label: Any = ""
    others: Sequence[Staff] = ()  # for whom the answer is as well

    def is_of(self, user: User) -> bool:
        """Whether the account would decide about its own."""
        return any(staff.user_id == user.pk for staff in (self.staff, *self.others))

    @property
    def version(self) -> str:
        return self.handed_in_at.isoformat()

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.pk}"


class Kind(Protocol):
    """One kind of what waits; `kinds.KINDS` names all of them.

    `name` is its word in addresses, decisions and the log: it stays.
    """

    name: str

    def may_review(self, user: User) -> bool:
        """Whether the role matrix lets this account see and decide it."""

    def keys(self) -> "QuerySet[Any, tuple[str, str, str]]":
        """(name, what tells one from another, "") of what waits, not asked for yet: the first
        screen asks for all kinds in one query."""

    def waiting(self) -> Sequence[Entry]:
        """What waits, the oldest first; a fixed number of queries."""

    def answer(self, *, pk: int, version: str, answer: Answer, user: User, now: dt.datetime) -> str:
        """Write down the answer, in one transaction with its entry in the log. Returns what the
        screen says. Raises `AnswerRefused`."""

    def new(self) -> Sequence[int]:
        """Which of what waits the office has not been told of."""

    def mark_told(self, pks: Iterable[int], now: dt.datetime) -> None:
        """The office has been told of these."""


class AnswerRefused(Exception):
    """An answer that cannot be taken; its sentence is for whoever gave it."""


def keys_of(name: str, rows: Any, key: Any = "pk") -> Any:
    """`Kind.keys` of these rows."""
    return rows.order_by().values_list(
        Value(name, TextField()), Cast(key, TextField()), Value("", TextField())
    )
