"""Drafts of signature templates that differ from what was approved: the office looks at them."""

import json
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Case, Exists, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district_cms.brand.drafts import Draft
from district_cms.people.models import User

from ..models import SignatureTemplate, TemplateVersion

CHANGE: Final = "signatures.change_signaturetemplate"
DRAFT: Final = "draft"


class SignatureTemplateDrafts:
    """See `brand.drafts.Drafts`."""

    name = DRAFT

    def may_approve(self, user: User) -> bool:
        return bool(user.has_perm(CHANGE))

    def drafts(self) -> Sequence[Draft]:
        rows = _templates().annotate(
            draft_text=_draft(), newest_text=_newest(), has_version=Exists(_versions())
        )
        return [
            Draft(
                _("Signature template"),
                row.name,
                reverse("signature_templates:inspect", args=[row.pk]),
                is_first=not row.has_version,
                state=_("Changed since its last approved version")
                if row.has_version
                else _("New: nobody’s signature is made with it yet"),
            )
            for row in rows
            if is_new(row.draft_text, row.newest_text)
        ]

    def keys(self) -> Any:
        return draft_keys()

    def is_new(self, draft: str, newest: str) -> bool:
        return is_new(draft, newest)


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
