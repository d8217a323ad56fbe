"""The line of the set-up checklist about classes."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.people.models import User
from district_cms.people.setting_up.lines import Line
from district_cms.schools.models import HomePage

from ..models import ClassroomPage, ClassroomTeacher


def lines(user: User) -> Iterator[Line]:
    """Three queries at most."""
    taught = ClassroomTeacher.objects.current().filter(classroom_id=OuterRef("pk"))
    running = ClassroomPage.objects.live().filter(school_year__last_day__gte=timezone.localdate())
    classes = running.count()
    alone = running.exclude(Exists(taught)).count() if classes else 0
    there = missing = ""
    if classes:
        there = ngettext("%(number)d class page", "%(number)d class pages", classes) % {
            "number": classes
        }
    else:
        missing = _("No class has a page in a school year that runs or comes.")
    if alone:
        missing = ngettext(
            "%(number)d class has no teacher: make a class assignment.",
            "%(number)d classes have no teacher: make class assignments.",
            alone,
        ) % {"number": alone}
    if alone and user.has_perm("classroom.add_classroomteacher"):
        url = reverse("class-assignments:index")
    else:
        home = HomePage.objects.first()
        url = reverse("wagtailadmin_explore", args=[home.pk] if home else [])
    yield Line(50, _("Classes"), there, missing, url)
