"""What the checks asked before pages went live, and what became of it: from the check history."""

import datetime as dt
from typing import Any, Final

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from wagtail.models import Page

from district_cms.checks.rules import RULES
from district_cms.publishing.models import RevisionFindings
from district_cms.schools.frame import school_path_in

from .rules import Seen

ACCESSIBILITY: Final = "accessibility"
PRIVACY: Final = "privacy"
_SUBJECTS: Final = {
    "accessibility": ACCESSIBILITY,
    "ferpa": PRIVACY,
    "photographs-and-logos": PRIVACY,
}
ROWS_AT_ONCE: Final = 2000


def history(first: dt.datetime, until: dt.datetime, branch: str = "") -> list[Seen]:
    """Each time in between (aware; the second one excluded) that a page was let through with
    something found, and each later time of the same pages, oldest first. One query.

    A page that is gone has no school any more.
    """
    page = Page.objects.filter(translation_key=OuterRef("page_uuid")).order_by("pk")
    rows = RevisionFindings.objects.filter(at__gte=first, at__lt=until)
    asked = rows.exclude(findings=[]).order_by().values("page_uuid")
    found = (
        rows.filter(page_uuid__in=asked)
        .annotate(
            school=Coalesce(
                school_path_in(Subquery(page.values("path")[:1])),
                Value(""),
                output_field=CharField(),
            )
        )
        .filter(school__startswith=branch)
        .order_by("at", "pk")
        .values_list("page_uuid", "school", "findings")
    )
    return [
        Seen(str(uuid), school, _subjects(findings), _answered(findings))
        for uuid, school, findings in found.iterator(chunk_size=ROWS_AT_ONCE)
    ]


def _subjects(findings: list[dict[str, Any]]) -> dict[str, str]:
    """{fingerprint: subject}; what the checks ask of an update's parts is no business of these."""
    told = {each["fingerprint"]: subject_of(each["rule"], each["wcag"]) for each in findings}
    return {mark: subject for mark, subject in told.items() if subject}


def subject_of(rule: str, wcag: str) -> str:
    """Of a rule that no check has any more, by the criteria that it named."""
    if rule in RULES:
        return _SUBJECTS.get(RULES[rule].clause, "")
    return ACCESSIBILITY if wcag else ""


def _answered(findings: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(
        each["fingerprint"] for each in findings if each["confirmed"] or each["excepted"]
    )
