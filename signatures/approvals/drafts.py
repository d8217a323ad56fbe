"""Drafts of signature templates that differ from what was approved: the office looks at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from district_cms.people.models import User

from ..models import SignatureTemplate

CHANGE: Final = "signatures.change_signaturetemplate"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, and the screen on which it is seen with four names and approved."""

    name: str
    url: str
    is_first: bool


def drafts_for(user: User) -> Sequence[Draft]:
    """The drafts that an account can approve; two queries."""
    if not user.has_perm(CHANGE):
        return ()
    found = []
    # Versions come newest first.
    for template in SignatureTemplate.objects.prefetch_related("versions"):
        newest = next(iter(template.versions.all()), None)
        if newest is None or newest.in_order != template.draft:
            url = reverse("signature_templates:inspect", args=[template.pk])
            found.append(Draft(template.name, url, is_first=newest is None))
    return found
