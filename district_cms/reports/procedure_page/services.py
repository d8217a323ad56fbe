"""Prepares, publishes and takes down the page of rules. Each step is in the log, with the hash."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from district_cms.audit_log.digests import digest_of
from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.procedure.active import active, in_force
from district_cms.publishing.models import AccessibilitySettings, ProcedureSnapshot
from district_cms.publishing.models.snapshots import VERSION, published_snapshot
from district_cms.students.page_check import RULES as STUDENT_RULES
from district_cms.students.page_check import is_on
from district_cms.web.versions import bump

from .labels import checks_of, entries
from .totals import years_of


def prepare() -> ProcedureSnapshot:
    """Returns the page of rules as of today, not saved. The number of queries does not depend on
    the size of the district."""
    today, version = timezone.localdate(), in_force()
    off = [] if is_on() else [rule.id for rule in STUDENT_RULES]
    # What the checks say to staff is in English, as the clauses are.
    with override("en"):
        checks = checks_of(version, AccessibilitySettings.load().raised_rules, off)
        clauses = entries(version, checks)
    content = {
        "title": active().title,
        "decision": version.decision,
        "review": version.review.value,
        "clauses": clauses,
        "years": years_of(today, version.smallest_number),
    }
    columns = {"rules_since": version.since, "day": today, "content": content}
    return ProcedureSnapshot(**columns, digest=digest_of(columns))


@transaction.atomic
def publish(*, actor: User, digest: str) -> ProcedureSnapshot | None:
    """Publishes the page that the office read, by its hash. Returns None, and changes nothing, if
    it would be another one now."""
    snapshot = prepare()
    if snapshot.digest != digest:
        return None
    snapshot.published_by, snapshot.published_at = str(actor), timezone.now()
    snapshot.save()
    since = snapshot.rules_since.isoformat()
    record(action="procedure_page.published", actor=actor, rules_since=since, hash=snapshot.digest)
    bump(VERSION)
    return snapshot


@transaction.atomic
def take_down(*, actor: User) -> None:
    """Takes the page off the website; without a page, changes nothing."""
    if snapshot := published_snapshot():
        snapshot.taken_down_at = timezone.now()
        snapshot.save(update_fields=["taken_down_at"])
        record(action="procedure_page.taken_down", actor=actor, hash=snapshot.digest)
        bump(VERSION)
