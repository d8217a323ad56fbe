"""The lines of the set-up checklist: each room says its own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.schools.models import CurriculumPage, HomePage, SchoolPage, SchoolYear

from ..models import User
from ..selectors import district_stand_ins, schools_without_principal


@dataclass(frozen=True, slots=True)
class Line:
    """`there` and `missing` are sentences, either may be empty; it is done where nothing is
    missing. `url` is the screen that does it."""

    order: int
    name: str
    there: str
    missing: str
    url: str

    @property
    def done(self) -> bool:
        return not self.missing


Supplier = Callable[[User], Iterable[Line]]
_suppliers: list[Supplier] = []


def register_lines(supplier: Supplier) -> None:
    """Lines of a room above, for this account; a few queries each, whatever their number."""
    if supplier not in _suppliers:
        _suppliers.append(supplier)


def checklist(user: User) -> list[Line]:
    """All lines, in the order in which a district does them."""
    lines = [*_own(user), *(line for supplier in _suppliers for line in supplier(user))]
    return sorted(lines, key=lambda line: line.order)


def _own(user: User) -> Iterator[Line]:
    yield _calendar()
    home = HomePage.objects.first()
    pages = reverse("wagtailadmin_explore", args=[home.pk] if home else [])
    schools = SchoolPage.objects.live().count()
    yield Line(
        20,
        _("Schools"),
        _numbered(ngettext("%(number)d school", "%(number)d schools", schools), schools),
        "" if schools else _("No school has a page yet."),
        pages,
    )
    yield _principals(schools)
    courses = CurriculumPage.objects.live().count()
    yield Line(
        40,
        _("Curriculum"),
        _numbered(
            ngettext("%(number)d curriculum page", "%(number)d curriculum pages", courses), courses
        ),
        "" if courses else _("No curriculum page yet: every class update links to one."),
        pages,
    )


def _calendar() -> Line:
    today = timezone.localdate()
    years = SchoolYear.objects.filter(last_day__gte=today).order_by("first_day")
    year = years.first()
    name = _("School year and calendar")
    if year is None:
        missing = _("There is no school year that runs or comes.")
        return Line(10, name, "", missing, reverse("school-years:index"))
    days = len(year.no_school_dates())
    there = ngettext(
        "%(year)s, with %(number)d day without school",
        "%(year)s, with %(number)d days without school",
        days,
    ) % {"year": year.name, "number": days}
    missing = "" if days else _("No day without school is in it yet: import the calendar.")
    url = reverse("school-years:import_calendar", args=[year.pk])
    return Line(10, name, there, missing, url)


def _principals(schools: int) -> Line:
    name, url = _("Principals"), reverse("staff:index")
    if not schools:
        return Line(30, name, "", _("First the schools: each needs someone who approves."), url)
    without = list(schools_without_principal().values_list("title", flat=True))
    stand_ins = len(district_stand_ins())
    there = _("Schools with a principal: %(with)d of %(all)d") % {
        "with": schools - len(without),
        "all": schools,
    }
    if stand_ins:
        there += "; " + _("stand-ins for all schools: %(number)d") % {"number": stand_ins}
    missing = ""
    if without and not stand_ins:
        missing = _("Nobody can approve yet at: %(schools)s.") % {"schools": ", ".join(without)}
    return Line(30, name, there, missing, url)


def _numbered(text: str, number: int) -> str:
    return text % {"number": number} if number else ""
