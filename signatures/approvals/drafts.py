"""Drafts of signature templates that differ from what was approved: the office looks at them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
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
    rows = SignatureTemplate.objects.annotate(draft_text=_draft(), newest_text=_newest())
    return [
        Draft(
            row.name,
            reverse("signature_templates:inspect", args=[row.pk]),
            is_first=not row.newest_text,
        )
        for row in rows
        if is_new(row.draft_text, row.newest_text)
    ]


def draft_keys() -> Any:
    """(DRAFT, the draft's blocks, the newest version's) of every template, as texts, beside
    `Kind.keys` of what waits: `is_new` says of which the office has to hear."""
    rows = SignatureTemplate.objects.order_by()
    return rows.values_list(Value(DRAFT, TextField()), _draft(), _newest())


def is_new(draft: str, newest: str) -> bool:
    """Whether a draft is not what was approved last."""
    return not newest or [block["type"] for block in json.loads(draft)] != json.loads(newest)


def _draft() -> Any:
    return Cast("blocks", TextField())


def _newest() -> Any:
    versions = TemplateVersion.objects.filter(template=OuterRef("pk")).order_by("-number")
    text = versions.annotate(text=Cast("blocks", TextField())).values("text")[:1]
    return Coalesce(Subquery(text), Value(""), output_field=TextField())
