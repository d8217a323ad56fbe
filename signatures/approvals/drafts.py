"""Drafts of signature templates that differ from what was approved: the office looks at them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Exists, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast
from django.urls import reverse

from district_cms.people.models import User

from ..models import SignatureTemplate, TemplateVersion

CHANGE: Final = "signatures.change_signaturetemplate"
DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, and the screen on which it is seen with four names and approved."""

    name: str
    url: str
    is_first: bool


def may_approve_drafts(user: User) -> bool:
    return bool(user.has_perm(CHANGE))


def drafts_for(user: User) -> Sequence[Draft]:
    """The drafts that an account can approve; one query."""
    if not may_approve_drafts(user):
        return ()
    rows = _templates().annotate(
        draft_text=_draft(), newest_text=_newest(), has_version=Exists(_versions())
    )
    return [
        Draft(
            row.name,
            reverse("signature_templates:inspect", args=[row.pk]),
            is_first=not row.has_version,
        )
        for row in rows
        if is_new(row.draft_text, row.newest_text)
    ]


def draft_keys() -> Any:
    """(DRAFT, the draft's blocks, the newest version's or "" where that is for other schools) of
    every template, as texts, beside `Kind.keys` of what waits: `is_new` says of which the
    office has to hear."""
    rows = _templates().order_by()
    return rows.values_list(Value(DRAFT, TextField()), _draft(), _newest())


def is_new(draft: str, newest: str) -> bool:
    """Whether a draft is not what was approved last."""
    return not newest or [block["type"] for block in json.loads(draft)] != json.loads(newest)


def _draft() -> Any:
    return Cast("blocks", TextField())


def _templates() -> Any:
    """With the number of their newest version's row."""
    return SignatureTemplate.objects.annotate(newest=Subquery(_versions().values("pk")[:1]))


def _versions() -> Any:
    return TemplateVersion.objects.filter(template=OuterRef("pk")).order_by("-number")


def _newest() -> Any:
    text = _versions().annotate(text=Cast("blocks", TextField())).values("text")[:1]
    same = Q(for_all=Subquery(_versions().values("for_all")[:1])) & ~_is_for_other_schools()
    return Case(When(same, then=Subquery(text)), default=Value(""), output_field=TextField())


def _is_for_other_schools() -> Q:
    """The draft has a school that the newest version has not, or the other way round."""
    of_draft, of_version = SignatureTemplate.schools.through, TemplateVersion.schools.through
    drafts = of_draft.objects.filter(signaturetemplate=OuterRef("pk"))
    versions = of_version.objects.filter(templateversion=OuterRef("newest"))
    drafted = of_draft.objects.filter(signaturetemplate=OuterRef(OuterRef("pk")))
    approved = of_version.objects.filter(templateversion=OuterRef(OuterRef("newest")))
    more = drafts.exclude(schoolpage__in=approved.values("schoolpage"))
    fewer = versions.exclude(schoolpage__in=drafted.values("schoolpage"))
    return Q(Exists(more)) | Q(Exists(fewer))
