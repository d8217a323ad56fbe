"""Prepares, publishes and takes down the page of rules. Each step is in the log, with the hash."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from district_cms.audit_log.digests import digest_of
from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.procedure.active import active, in_force
from district_cms.procedure.versions import Clause
from district_cms.publishing.models import AccessibilitySettings, ProcedureSnapshot
from district_cms.publishing.models.snapshots import VERSION, published_snapshot
from district_cms.students.page_check import RULES as STUDENT_RULES
from district_cms.students.page_check import is_on
from district_cms.web.versions import bump

from .labels import checks_of, entries, without_support
from .totals import years_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """A snapshot that nobody has published yet. `unsupported` is for the office only."""

    rules_since: dt.date
    day: dt.date
    content: dict[str, Any]
    unsupported: list[Clause]

    @property
    def digest(self) -> str:
        return digest(self.rules_since, self.day, self.content)


class Changed(Exception):
    """The rules or the totals are no longer those that the office looked at."""


def digest(rules_since: dt.date, day: dt.date, content: dict[str, Any]) -> str:
    """Returns the content hash of a snapshot: SHA-256, hexadecimal."""
    return digest_of({"rules_since": rules_since, "day": day, "content": content})


def prepare() -> Prepared:
    """Returns the page of rules as of today. The number of queries does not depend on the size of
    the district."""
    today, version = timezone.localdate(), in_force()
    raised = AccessibilitySettings.load().raised_rules
    off = () if is_on() else tuple(rule.id for rule in STUDENT_RULES)
    # What the checks say to staff is in English, as the clauses are.
    with override("en"):
        checks = list(checks_of(version, raised, off))
    content = {
        "title": active().title,
        "decision": version.decision,
        "review": version.review.value,
        "clauses": entries(version, checks),
        "years": years_of(today, version.smallest_number),
    }
    return Prepared(version.since, today, content, without_support(version, checks))


@transaction.atomic
def publish(*, actor: User, digest: str) -> ProcedureSnapshot:
    """Publishes the prepared snapshot with this hash. Raises `Changed` if it is another one now."""
    prepared = prepare()
    if prepared.digest != digest:
        raise Changed
    snapshot = ProcedureSnapshot.objects.create(
        rules_since=prepared.rules_since,
        day=prepared.day,
        content=prepared.content,
        digest=prepared.digest,
        published_by=str(actor),
        published_at=timezone.now(),
    )
    record(
        action="procedure_page.published",
        actor=actor,
        rules_since=snapshot.rules_since.isoformat(),
        day=snapshot.day.isoformat(),
        hash=snapshot.digest,
    )
    bump(VERSION)
    return snapshot


@transaction.atomic
def take_down(*, actor: User) -> None:
    """Takes the page off the website; without a page, changes nothing."""
    snapshot = published_snapshot()
    if snapshot is None:
        return
    snapshot.taken_down_at = timezone.now()
    snapshot.save(update_fields=["taken_down_at"])
    record(action="procedure_page.taken_down", actor=actor, hash=snapshot.digest)
    bump(VERSION)
