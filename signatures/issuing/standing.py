"""Who has the newest signature, an older one, or none, according to what they did on “My
signature”."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff

from ..models import AskedAgain, Issue
from ..models.template import LABELS as BLOCK_LABELS
from ..options import PreparedSignature, options_of, prepare
from ..policy import Block, SignatureIncomplete, SignatureTooLong
from .changes import LABELS, ORDER, binding, changed_parts, checksum, parts_of

ASKED_EVERY: Final = dt.timedelta(days=14)
"""The office asks nobody more often than this."""
MAILED_EVERY: Final = dt.timedelta(days=30)


class Standing(TextChoices):
    NEWEST = "newest", _("Has the newest")
    OLDER = "older", _("Has an older one")
    NEVER = "never", _("Has not taken one")
    UNFINISHED = "unfinished", _("Cannot be made yet")


@dataclass(frozen=True, slots=True)
class SignatureStatus:
    """One person, the signature that they took last, and the parts that changed since."""

    prepared: PreparedSignature
    standing: Standing
    issue: Issue | None
    changed: tuple[str, ...]
    asked_at: dt.datetime | None

    @property
    def staff(self) -> Staff:
        return self.prepared.staff

    @property
    def taken_at(self) -> dt.datetime | None:
        return self.issue.at if self.issue else None

    @property
    def changes(self) -> list[str]:
        """The changed parts, worded for the office."""
        order = _("Which parts it has, and their order")
        labels = (order if part == ORDER else BLOCK_LABELS[Block(part)] for part in self.changed)
        return [str(label) for label in labels]

    @property
    def changes_of_theirs(self) -> list[str]:
        """The changed parts, worded for the person."""
        return [str(LABELS[part]) for part in self.changed]

    @property
    def needs_new_signature(self) -> bool:
        """True if the person has no signature, or one whose name, title or contact changed."""
        return self.standing == Standing.NEVER or bool(binding(self.changed))

    @property
    def newest_checksum(self) -> str:
        """Identifies the newer signature; an issue stores it once its owner was notified."""
        now = parts_of(self.prepared)
        return checksum({part: now[part] for part in binding(now)})

    def can_be_reminded(self, now: dt.datetime) -> bool:
        """Returns True if the office can ask: the person has an account, and was not asked
        recently."""
        user = self.staff.user
        rested = self.asked_at is None or self.asked_at <= now - ASKED_EVERY
        return self.needs_new_signature and rested and user is not None and user.is_active

    def is_due_for_mail(self, now: dt.datetime) -> bool:
        """Returns True once for each newer signature, and at most once a month."""
        issue = self.issue
        if issue is None or not binding(self.changed) or issue.told_of == self.newest_checksum:
            return False
        return issue.told_at is None or issue.told_at <= now - MAILED_EVERY


def standings(staff: QuerySet[Staff], on: dt.date) -> Iterator[SignatureStatus]:
    """Yields the status of each person, in order. `on` is a day in the district's time zone. The
    number of queries does not depend on the number of people."""
    last: dict[int, Any] = {issue.staff_id: issue for issue in Issue.objects.newest()}
    asked_at = dict(AskedAgain.objects.values_list("staff_id", "asked_at"))
    for options in options_of(staff.select_related("user").iterator(), on):
        prepared, issue = prepare(options), last.get(options.staff.pk)
        changed: tuple[str, ...] = ()
        if not can_render(prepared):
            standing = Standing.UNFINISHED
        elif issue is None:
            standing = Standing.NEVER
        else:
            changed = tuple(changed_parts(issue.made_of, parts_of(prepared)))
            standing = Standing.OLDER if changed else Standing.NEWEST
        yield SignatureStatus(prepared, standing, issue, changed, asked_at.get(options.staff.pk))


def news_for(prepared: PreparedSignature) -> list[str]:
    """Returns the parts that changed since the person last took a signature, in words. One
    query."""
    last = Issue.objects.taken().filter(staff=prepared.staff).order_by("-pk").first()
    if last is None or not can_render(prepared):
        return []
    return [str(LABELS[part]) for part in changed_parts(last.made_of, parts_of(prepared))]


def can_render(prepared: PreparedSignature) -> bool:
    try:
        prepared.render()
    except (SignatureIncomplete, SignatureTooLong):
        return False
    return True
