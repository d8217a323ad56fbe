"""The line of the set-up checklist about classes."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.people.models import User
from district_cms.people.setting_up import Facts, Line, counted

from ..models import ClassroomPage, ClassroomTeacher


def facts() -> list[QuerySet[Any]]:
    taught = ClassroomTeacher.objects.current().filter(classroom_id=OuterRef("pk"))
    running = ClassroomPage.objects.live().filter(school_year__last_day__gte=timezone.localdate())
    return [
        counted("classes", running),
        counted("classes without a teacher", running.exclude(Exists(taught))),
    ]


def lines(facts: Facts, user: User) -> Iterator[Line]:
    classes, alone = facts.number("classes"), facts.number("classes without a teacher")
    there = missing = ""
    if classes:
        there = ngettext("%(number)d class page", "%(number)d class pages", classes) % {
            "number": classes
        }
    else:
        missing = _("No class has a page in this school year or the next one.")
    if alone:
        missing = ngettext(
            "%(number)d class has no teacher: make a class assignment.",
            "%(number)d classes have no teacher: make class assignments.",
            alone,
        ) % {"number": alone}
    if alone and user.has_perm("classroom.add_classroomteacher"):
        url = reverse("class-assignments:index")
    else:
        url = facts.url_of_pages()
    yield Line(50, _("Classes"), there, missing, url)
