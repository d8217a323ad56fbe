"""A school's collection stays as long as the school, also while nothing lies in it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Collection

from ..models import SchoolPage


def describe_school(collection: Collection) -> dict[str, Any] | None:
    """Whose collection it is, for Wagtail, which deletes none that something lies in."""
    school = SchoolPage.objects.filter(collection=collection).first()
    if school is None:
        return None
    said = _("what “%(school)s” uploads") % {"school": school.title}
    url = reverse("wagtailadmin_explore", args=[school.pk])
    return {"count": 1, "count_text": said, "url": url}
