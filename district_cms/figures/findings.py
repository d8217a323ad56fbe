"""What the checks asked before pages went live, and what became of it: from the check history."""

import datetime as dt
from itertools import batched
from typing import Any, Final
from uuid import UUID

from wagtail.models import Page

from district_cms.checks.rules import RULES
from district_cms.publishing.models import RevisionFindings
from district_cms.web.statements.arrays import one_of

from .places import school_paths, uuids_below
from .rules import Seen

AT_ONCE: Final = 5_000
"""Of so many pages the schools are asked at once: a district checks more of them in a year than one
statement may have parameters."""
ACCESSIBILITY: Final = "accessibility"
PRIVACY: Final = "privacy"
_SUBJECTS: Final = {
    "accessibility": ACCESSIBILITY,
    "ferpa": PRIVACY,
    "photographs-and-logos": PRIVACY,
}


def history(first: dt.datetime, until: dt.datetime, branch: str = "") -> list[Seen]:
    """Each time in between (aware; the second one excluded) that a page was let through with
    something found, and each later time of the same pages, oldest first. Two queries, and one more
    for each `AT_ONCE` pages.

    A page that is gone has no school any more.
    """
    rows = RevisionFindings.objects.filter(at__gte=first, at__lt=until).order_by()
    if branch:
        rows = rows.filter(page_uuid__in=uuids_below(branch))
    asked = rows.exclude(findings=[]).values("page_uuid")
    found = list(
        rows.filter(page_uuid__in=asked).order_by("at", "pk").values_list("page_uuid", "findings")
    )
    # By their keys: a database that is asked for the pages of a subquery reads all that there are.
    schools: dict[UUID, str] = {}
    for keys in batched({key for key, _findings in found}, AT_ONCE):
        schools |= school_paths(Page.objects.filter(translation_key__in=one_of(UUID, keys)))
    return [
        Seen(str(key), schools.get(key, ""), _subjects(findings), _answered(findings))
        for key, findings in found
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
