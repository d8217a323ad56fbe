"""Where a teacher writes: the addresses that the first screen's buttons lead to."""

from collections.abc import Iterable

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from ..models import ClassroomPage, UpdatePage


def compose_url(classrooms: Iterable[ClassroomPage]) -> str:
    """Where a new update for these classes is begun; "" where the site has no way for several."""
    ids = [str(classroom.pk) for classroom in classrooms]
    asked = QueryDict(mutable=True)
    asked.setlist("class", ids)
    try:
        return f"{reverse('classroom_compose')}?{asked.urlencode()}"
    except NoReverseMatch:
        if len(ids) != 1:
            return ""
        return reverse("wagtailadmin_pages:add", args=["classroom", "updatepage", ids[0]])


def continue_url(update: UpdatePage) -> str:
    """Where a draft is gone on with."""
    try:
        return reverse("classroom_compose_draft", args=[update.pk])
    except NoReverseMatch:
        return reverse("wagtailadmin_pages:edit", args=[update.pk])
