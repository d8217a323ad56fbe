"""Whose signature is the newest, whose is an older one, and who never took one: of everyone."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff

from ..gathering import Prepared, offers, prepare
from ..models import AskedAgain, Issue
from ..policy import Block
from .changes import LABELS, ORDER, binding, changed_parts, made_of
from .drift import can_draw

REST: Final = dt.timedelta(days=14)
"""Nobody is asked by the office more often than that."""


class Standing(TextChoices):
    NEWEST = "newest", _("Has the newest")
    OLDER = "older", _("Has an older one")
    NEVER = "never", _("Has not taken one")
    UNFINISHED = "unfinished", _("Cannot be made yet")


PARTS: Final = {
    Block.NAME: _("the name"),
    Block.TITLE: _("the title"),
    Block.PLACE: _("the school"),
    Block.ADDRESS: _("the address"),
    Block.PHONE: _("the phone number"),
    Block.EMAIL: _("the email address"),
    Block.CREDENTIALS: _("memberships and credentials"),
    Block.STATEMENTS: _("goals, mission or vision"),
    Block.QUOTE: _("the quote"),
    Block.LOGOS: _("the logos"),
    ORDER: _("which parts it has, and their order"),
}
"""What is new, as the office reads it; `changes.LABELS` says it to the person."""


@dataclass(frozen=True, slots=True)
class Stands:
    """One person: known by what they did on “My signature”, never by their mailbox."""

    prepared: Prepared
    standing: Standing
    taken_at: dt.datetime | None
    changed: tuple[str, ...]
    asked_at: dt.datetime | None

    @property
    def staff(self) -> Staff:
        return self.prepared.staff

    @property
    def changes(self) -> list[str]:
        """What is new since they took theirs, as the office reads it."""
        return [str(PARTS[part]) for part in self.changed]

    @property
    def changes_of_theirs(self) -> list[str]:
        """The same, said to the person."""
        return [str(LABELS[part]) for part in self.changed]

    @property
    def is_asked_for(self) -> bool:
        """Whether they have none, or one that lacks something that binds."""
        return self.standing == Standing.NEVER or bool(binding(self.changed))

    def can_be_asked(self, now: dt.datetime) -> bool:
        """Who has an account to copy it with, and was not asked just now."""
        user = self.staff.user
        rested = self.asked_at is None or self.asked_at <= now - REST
        return self.is_asked_for and rested and user is not None and user.is_active


def standings(staff: QuerySet[Staff], on: dt.date) -> Iterator[Stands]:
    """One for each of `staff`, in their order. `on` is a day in the district's zone. The queries do
    not grow with the people."""
    last: dict[int, Any] = {issue.staff_id: issue for issue in Issue.objects.newest()}
    asked = dict(AskedAgain.objects.values_list("staff_id", "asked_at"))
    for offer in offers(staff.select_related("user").iterator(), on):
        prepared, issue = prepare(offer), last.get(offer.staff.pk)
        changed: tuple[str, ...] = ()
        if not can_draw(prepared):
            standing = Standing.UNFINISHED
        elif issue is None:
            standing = Standing.NEVER
        else:
            changed = tuple(changed_parts(issue.made_of, made_of(prepared)))
            standing = Standing.OLDER if changed else Standing.NEWEST
        yield Stands(
            prepared=prepared,
            standing=standing,
            taken_at=issue.at if issue else None,
            changed=changed,
            asked_at=asked.get(offer.staff.pk),
        )
