"""The lines of the set-up checklist: each room says its own.

What they count is asked of the database in one query for all of them, because the first screens of
the office and of administrators have them until all is done.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, CharField, Count, F, Min, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.schools.models import (
    CurriculumPage,
    HomePage,
    NoSchoolDay,
    SchoolPage,
    SchoolYear,
)

from ..models import User
from ..selectors import approving_everywhere, schools_without_principal


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


class Facts:
    """What was found, by its name: how many, or the rows with a key and a name each."""

    def __init__(self, rows: Iterable[tuple[str, int | None, str]]) -> None:
        self._rows: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for name, number, text in rows:
            if number is not None:
                self._rows[name].append((number, text))

    def number(self, name: str) -> int:
        return sum(number for number, _text in self._rows[name])

    def rows(self, name: str) -> list[tuple[int, str]]:
        return self._rows[name]

    def url_of_pages(self) -> str:
        """Where the pages begin in the editor."""
        home = [key for key, _text in self._rows["home"]]
        if not home:  # nothing was set up yet
            return reverse("wagtailadmin_explore_root")
        return reverse("wagtailadmin_explore", args=home)


def counted(name: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """A fact: how many rows there are."""
    return _one_row(name, rows, Count("pk"))


def listed(name: str, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """A fact: the rows, each with its key and one of its columns."""
    return rows.order_by().values_list(_text(name), F("pk"), F(text))


def _one_row(name: str, rows: QuerySet[Any], of_all: Aggregate) -> QuerySet[Any]:
    # The name first, by itself: with an aggregate in the same call Django groups by every column.
    named = rows.order_by().values(fact=_text(name))
    return named.annotate(of_all=of_all, words=_text("")).values_list("fact", "of_all", "words")


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


Asking = Callable[[], Sequence[QuerySet[Any]]]
Telling = Callable[[Facts, User], Iterable[Line]]
_suppliers: list[tuple[Asking, Telling]] = []


def register_lines(telling: Telling, asking: Asking = tuple) -> None:
    """Lines of a room above, for this account, told from its own facts and those of this room."""
    if (asking, telling) not in _suppliers:
        _suppliers.append((asking, telling))


def checklist(user: User) -> list[Line]:
    """All lines, in the order in which a district does them. One query."""
    first, *others = [
        *_own_facts(),
        *(fact for asking, _telling in _suppliers for fact in asking()),
    ]
    facts = Facts(first.union(*others, all=True).order_by())
    lines = [*_own(facts), *(line for _ask, tell in _suppliers for line in tell(facts, user))]
    return sorted(lines, key=lambda line: line.order)


def _own_facts() -> list[QuerySet[Any]]:
    years = SchoolYear.objects.filter(last_day__gte=timezone.localdate()).order_by()
    year = years.filter(first_day=Subquery(years.order_by("first_day").values("first_day")[:1]))
    homes = _one_row("home", HomePage.objects.all(), Min("pk"))
    return [
        listed("year", year, "name"),
        counted("days without school", NoSchoolDay.objects.filter(school_year__in=year)),
        homes,
        counted("schools", SchoolPage.objects.live()),
        listed("without principal", schools_without_principal(), "title"),
        counted("stand-ins", approving_everywhere()),
        counted("curriculum", CurriculumPage.objects.live()),
    ]


def _own(facts: Facts) -> Iterator[Line]:
    yield _calendar(facts)
    pages = facts.url_of_pages()
    schools = facts.number("schools")
    yield Line(
        20,
        _("Schools"),
        _numbered(ngettext("%(number)d school", "%(number)d schools", schools), schools),
        "" if schools else _("No school has a page yet."),
        pages,
    )
    yield _principals(facts)
    courses = facts.number("curriculum")
    yield Line(
        40,
        _("Curriculum"),
        _numbered(
            ngettext("%(number)d curriculum page", "%(number)d curriculum pages", courses), courses
        ),
        "" if courses else _("No curriculum page yet: every class update links to one."),
        pages,
    )


def _calendar(facts: Facts) -> Line:
    name, years = _("School year and calendar"), facts.rows("year")
    if not years:
        missing = _("There is no current or coming school year.")
        return Line(10, name, "", missing, reverse("school-years:index"))
    (key, year), days = years[0], facts.number("days without school")
    there = ngettext(
        "%(year)s, with %(number)d day without school",
        "%(year)s, with %(number)d days without school",
        days,
    ) % {"year": year, "number": days}
    missing = "" if days else _("No day without school is in it yet: import the calendar.")
    url = reverse("school-years:import_calendar", args=[key])
    return Line(10, name, there, missing, url)


def _principals(facts: Facts) -> Line:
    name, url, schools = _("Principals"), reverse("staff:index"), facts.number("schools")
    if not schools:
        return Line(30, name, "", _("First the schools: each needs someone who approves."), url)
    without = sorted(title for _key, title in facts.rows("without principal"))
    stand_ins = facts.number("stand-ins")
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
