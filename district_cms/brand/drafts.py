"""What the communications office has drafted and not approved. The rooms whose templates they are
stand above this one and register how to ask them; the office's one queue asks here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import QuerySet

from district_cms.web.accounts import Account

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, and the screen on which it is looked at and approved. `state` says in words whether
    it is new or changed."""

    kind: "StrOrPromise"  # "Signature template"
    name: str
    url: str
    is_first: bool
    state: "StrOrPromise"


class Drafts(Protocol):
    """The drafts of one kind of template."""

    name: str
    """One word, told apart from all other kinds of what waits."""

    def may_approve(self, user: Account) -> bool:
        """Whether the role matrix lets this account approve them."""

    def drafts(self) -> Sequence[Draft]:
        """Those that are not what was approved last. One query."""

    def keys(self) -> "QuerySet[Any, tuple[str, str, str]]":
        """(name, draft, newest version) as texts, not asked for yet: the first screen asks for
        everything that waits in one query."""

    def is_new(self, draft: str, newest: str) -> bool:
        """Of the texts of `keys`: whether the office has to hear of it."""


_registered: list[Drafts] = []


def register_drafts(drafts: Drafts) -> None:
    """Let a room name its drafts. Registering the same kind again changes nothing."""
    if drafts.name not in {known.name for known in _registered}:
        _registered.append(drafts)


def drafts_of(user: Account) -> list[Drafts]:
    """The kinds that an account may approve."""
    return [drafts for drafts in _registered if drafts.may_approve(user)]
