"""Where a teacher writes: the addresses that the first screen's buttons lead to."""

from collections.abc import Iterable
from typing import Final

from django.http import QueryDict
from django.urls import reverse

from ..models import ClassroomPage, UpdatePage

MOST_CLASSES: Final = 40
"""For how many classes an update is begun at once."""


def compose_url(classrooms: Iterable[ClassroomPage]) -> str:
    """Where a new update for these classes is begun."""
    asked = QueryDict(mutable=True)
    asked.setlist("class", [str(classroom.pk) for classroom in classrooms])
    return f"{reverse('classroom_compose')}?{asked.urlencode()}"


def continue_url(update: UpdatePage) -> str:
    """Where a draft is gone on with."""
    return reverse("classroom_compose_draft", args=[update.pk])
