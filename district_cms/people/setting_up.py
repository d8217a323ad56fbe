"""The set-up checklist of a new district: each app registers its lines."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import Aggregate, CharField, Count, F, Min, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.schools.models import (
    CurriculumPage,
    HomePage,
    NoSchoolDay,
    SchoolPage,
    SchoolYear,
)
from district_cms.web.accounts import AnyAccount, SignedInRequest

from .models import User
from .selectors import approving_everywhere, schools_without_principal


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist. `there` and `missing` are sentences and may be empty; without
    `missing` the line is done. `url` is the screen where the work is done."""

    order: int
    name: str
    there: str
    missing: str
    url: str

    @property
    def done(self) -> bool:
        return not self.missing


class Facts:
    """The results of the checklist's query by name: a number, or rows with a key and a title."""

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
        """Returns the address of the home page in the editor, or of the root."""
        home = [key for key, _text in self._rows["home"]]
        if not home:  # no home page yet
            return reverse("wagtailadmin_explore_root")
        return reverse("wagtailadmin_explore", args=home)


def counted(name: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Returns a fact with the number of rows."""
    return _one_row(name, rows, Count("pk"))


def listed(name: str, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Returns a fact with the rows, each with its key and one of its columns."""
    return rows.order_by().values_list(_text(name), F("pk"), F(text))


def _one_row(name: str, rows: QuerySet[Any], of_all: Aggregate) -> QuerySet[Any]:
    # Two `values` calls: with the name and an aggregate in one, Django groups by every column.
    named = rows.order_by().values(fact=_text(name))
    return named.annotate(of_all=of_all, words=_text("")).values_list("fact", "of_all", "words")


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


GetFacts = Callable[[], Sequence[QuerySet[Any]]]
GetLines = Callable[[Facts, User], Iterable[Line]]
_suppliers: list[tuple[GetFacts, GetLines]] = []


def register_lines(get_lines: GetLines, get_facts: GetFacts = tuple) -> None:
    """Registers the lines of an app. `get_lines` builds them for an account from the facts of its
    own `get_facts` and those of this module."""
    if (get_facts, get_lines) not in _suppliers:
        _suppliers.append((get_facts, get_lines))


def checklist(user: User) -> list[Line]:
    """Returns all lines, in the order in which a district works through them. One query."""
    first, *others = [
        *_own_facts(),
        *(fact for get_facts, _get_lines in _suppliers for fact in get_facts()),
    ]
    facts = Facts(first.union(*others, all=True).order_by())
    lines = [
        *_own(facts),
        *(line for _get_facts, get_lines in _suppliers for line in get_lines(facts, user)),
    ]
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


_DONE: Final = "people.setting_up.done"
_DONE_CACHED_SECONDS: Final = 60 * 60


def may_look(user: AnyAccount) -> bool:
    """Returns True for the communications office and administrators, who look after the whole
    district."""
    return bool(user.has_perm("schools.change_districtsettings"))


class SettingUpPanel(Component):
    """Shows nothing once every line is done; checks again every hour."""

    name = "setting_up"
    template_name = "people/admin/setting_up_panel.html"
    order = 4

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        if not may_look(user) or cache.get(_DONE):
            return {"lines": []}
        lines = checklist(user)
        if all(line.done for line in lines):
            cache.set(_DONE, True, _DONE_CACHED_SECONDS)
            return {"lines": []}
        return {"lines": lines}


class SettingUpView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "people/admin/setting_up.html"
    page_title = gettext_lazy("Set-up checklist")
    header_icon = "list-ul"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_look(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "lines": checklist(self.request.user)}  # type: ignore[arg-type]  # `dispatch` checks a permission


class SettingUpItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return may_look(request.user)


def menu_item() -> MenuItem:
    return SettingUpItem(
        gettext_lazy("Set-up checklist"),
        reverse_lazy("setting_up"),
        icon_name="list-ul",
        order=10,
    )


def urls() -> list[Any]:
    return [path("set-up/", SettingUpView.as_view(), name="setting_up")]


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(SettingUpPanel())
