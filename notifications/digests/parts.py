"""The parts of digests by email, each rendered once in a language and named by many messages."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from operator import attrgetter
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID, uuid4

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from district_cms.web.bulk_sql import by_column, insert_rows
from district_cms.web.mail import Both, Office, Sketches, one_line, site_root, tidy
from district_cms.web.queue.isolation import Item, isolated, note_gone, standing
from district_cms.web.times import day_text

from .. import sources
from ..models import ContentPart
from ..models.subscribers import LANGUAGES
from ..rules.filling import fingerprint
from ..sources import ClassFacts, Line, last_day, soonest
from .grouping import Group, News, disambiguate, schools_together

FOLDER: Final = "notifications/email"
# Digests differ from family to family: of so many the words are remembered, and those of all that
# have one class.
MOST_KEPT: Final = 5_000
# So many parts wait in memory to be written; a statement holds each of them several times over.
MOST_UNSAVED: Final = 200
MOST_UPDATES: Final = 200
PARTS_AT_MOST: Final = 88_000
"""Bytes of HTML that the parts may take. Gmail shows the first 102 KB of a mail and hides the rest,
with the link to stop in it: what is left is for the frame and the links."""
_NAMED: Final = ("name", "teachers", "url", "ask", "ask_name", "asks_office")
SCHOOL: Final = attrgetter("school")
# Stands for the lines in what is drawn around them. For private use, as `sketches.MARK`.
PLACE: Final = "\ue001"
Coming = Mapping[UUID, tuple[UUID, ...]]
type Told = Mapping[tuple[str, UUID], Mapping[str, Any]]
"""What messages say of each update, by language."""


UPDATE_TASK: Final = "digest update"  # as failures of it are filed
PAGES_AT_ONCE: Final = 200
DAYS: Final = ("assignments", "events")


def describe_updates(
    news: Mapping[UUID, list[News]],
    coming: Mapping[UUID, Collection[UUID]],
    *,
    complete: bool = False,
) -> tuple[Told, dict[UUID, list[News]]]:
    """Returns the message of each update by language, and the news without updates that failed:
    these are stored once and sent later. `coming` contributes dates only. `complete` means that
    nobody waits for another update, so that earlier failures are over."""
    known = standing(UPDATE_TASK)
    found: dict[tuple[str, UUID], Mapping[str, Any]] = {}
    new = {item.page for items in news.values() for item in items}
    wanted = list(new | {key for keys in coming.values() for key in keys})
    for keys in batched(wanted, PAGES_AT_ONCE):
        for key, page in sources.updates(keys).items():
            title = _("An update, in class news by email")
            with isolated(Item(UPDATE_TASK, str(key), title), failed_before=known) as tried:
                own = {}
                for language, _name in LANGUAGES:
                    with translation.override(language):
                        told = sources.message_of(page)
                    own[language, key] = told if key in new else {day: told[day] for day in DAYS}
            if not tried.failed:
                found |= own
    if complete:
        note_gone(UPDATE_TASK, map(str, wanted))
    first = LANGUAGES[0][0]
    return found, {
        page: [item for item in items if (first, item.page) in found]
        for page, items in news.items()
    }


@dataclass(frozen=True, slots=True)
class _Part:
    """A part as it is kept in the database: its name there and how many bytes its HTML has."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class _Class:
    """One class in one language, with the days that it brings."""

    group: Group
    school: str
    part: _Part
    titles: tuple[str, ...]
    entries: tuple[Line, ...]


type Drawn = Sequence[_Class]
"""The classes of one digest, in its order."""


class Lines:
    """The lines of one run."""

    def __init__(self, told: Told, day: date, sketches: Sketches) -> None:
        self._told = told
        self._day = day
        self._sketches = sketches
        self._kept: dict[tuple[str, UUID, str], tuple[Line, ...]] = {}

    def of(self, key: UUID, name: str, language: str) -> tuple[Line, ...]:
        """The days of one update in the week to come; `name` is that of its class, for this person.
        Of most there is one; of classes with one name, one for each way to tell them apart."""
        known = self._kept.get((language, key, name))
        if known is None:
            known = self._kept[language, key, name] = self._draw(key, one_line(name), language)
        return known

    def _draw(self, key: UUID, name: str, language: str) -> tuple[Line, ...]:
        said = self._told[language, key]
        lines = [*map(_due, said["assignments"]), *map(_event, said["events"])]
        until = last_day(self._day)
        lines = [line for line in lines if line["on"] and self._day <= line["on"] <= until]
        drawn = [
            self._sketches.draw("line", language, {"line": line, "class": name}) for line in lines
        ]
        return tuple(
            Line(line["on"], both.html.strip(), tidy(both.text).strip(), line.get("start"))
            for line, both in zip(lines, drawn, strict=True)
        )


def _due(assignment: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "due": True,
        "on": assignment["on"],
        "day": assignment["due"],
        "title": one_line(assignment["title"]),
        "language": assignment["language"],
    }


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    # A line begins with it, and in Spanish the days of the week have small letters.
    day = capfirst(event["day"])
    title, place = one_line(event["title"]), one_line(event["place"])
    return {**event, "day": day, "title": title, "place": place}


class Parts:
    """The parts of one run; `day` is the date of the digests in the district's zone. `save` writes
    them to the database, so that their words do not stay in memory."""

    def __init__(
        self,
        classes: Mapping[UUID, ClassFacts],
        told: Told,
        day: date,
        coming: Coming,
        office: Office,
    ) -> None:
        self._classes = classes
        self._told = told
        self._day = day
        self._coming = coming
        self._district_name = office.name
        self._unsaved: list[tuple[UUID, str, str, str, list[str]]] = []
        self._drawn: dict[tuple[str, Group], _Class] = {}
        self._kept: dict[tuple[Any, ...], _Part] = {}
        self._ranks: dict[UUID, int] = {}
        self._sketches = Sketches(f"{FOLDER}/digest", district_color=office.color)
        self._around_week: dict[str, tuple[list[str], list[str]]] = {}
        self._updates: dict[tuple[str, UUID, bool], Both] = {}
        self._lines = Lines(told, day, self._sketches)

    def save(self) -> None:
        """Write the parts that were drawn since the last time. Before the messages that name them,
        and not undone with them: other messages name them too."""
        if self._unsaved:
            names = ("id", "html", "text", "sha256", "updates")
            insert_rows(ContentPart, {}, by_column(names, self._unsaved))
            self._unsaved = []

    def titles(self, group: Group, language: str) -> tuple[str, ...]:
        return self._class(group, language).titles

    def coming_in(self, classes: Iterable[UUID]) -> tuple[UUID, ...]:
        """Those of these classes that have anything in the week to come."""
        return tuple(page for page in classes if page in self._coming)

    def names(
        self, groups: tuple[Group, ...], language: str, others: tuple[UUID, ...] = ()
    ) -> tuple[str, ...]:
        """The parts of a digest with these classes, in their order: what is coming over all of
        them and the `others`, then each school once with its classes. Classes that would make it
        too long are only counted."""
        drawn = [self._class(group, language) for group in groups]
        schools = schools_together(drawn, SCHOOL)
        week = self._week(drawn, others, language)
        above = [self._cached("school", language, school=school) for school, _own in schools]
        room = PARTS_AT_MOST - sum([part.size for part in (*above, *([week] if week else []))])
        names = [week.name] if week else []
        left = len(drawn)
        for school, (_name, own) in zip(above, schools, strict=True):
            fitting = []
            for one in own:
                # At least one class is told, however long it is.
                if one.part.size > room and left < len(drawn):
                    break
                room -= one.part.size
                left -= 1
                fitting.append(one.part.name)
            names += [school.name, *fitting] if fitting else []
            if len(fitting) < len(own):
                site = {"site_url": f"{site_root()}/", "district_name": self._district_name}
                names.append(self._cached("rest", language, number=left, **site).name)
                break
        return tuple(names)

    def near(self, groups: Iterable[Group]) -> str:
        """By this digests are sent in the order of schools and teachers, each with the first of its
        classes: one batch then has the same classes again and again, and the next one has them
        too, so that few parts are read for it."""
        if not self._ranks:
            ordered = sorted(self._classes, key=lambda page: self._classes[page].path)
            self._ranks = {page: rank for rank, page in enumerate(ordered)}
        # A welcome whose updates were taken down has no class.
        return f"{min((self._ranks[group.page] for group in groups), default=0):06x}"

    def _class(self, group: Group, language: str) -> _Class:
        known = self._drawn.get((language, group))
        if known is None:
            known = self._drawn[language, group] = self._draw_class(group, language)
        return known

    def _draw_class(self, group: Group, language: str) -> _Class:
        facts = self._classes[group.page]
        told = [self._update(key, key in group.again, language) for key in group.updates]
        with translation.override(language):
            ask_url = _ask_url(facts)
        updates = Both("\n".join(one.html for one in told), "\n".join(one.text for one in told))
        part = self._draw("class", language, facts=_named(facts), ask_url=ask_url, updates=updates)
        titles = tuple(self._told[language, key]["title"] for key in group.updates)
        entries = self._days_of(group, facts.name, language)
        return _Class(group, facts.school, part, titles, entries)

    def _days_of(self, group: Group, name: str, language: str) -> tuple[Line, ...]:
        return tuple(each for key in group.updates for each in self._lines.of(key, name, language))

    def _update(self, key: UUID, again: bool, language: str) -> Both:
        """What is said of one update, without its days that are over."""
        known = self._updates.get((language, key, again))
        if known is None:
            said = self._told[language, key]
            left = {
                days: [each for each in said[days] if each["on"] is None or each["on"] >= self._day]
                for days in ("assignments", "events")
            }
            known = self._sketches.draw(
                "update", language, {"update": {**said, **left, "again": again}}
            )
            # Asked for again only where a family began between two updates of the class.
            if len(self._updates) >= MOST_UPDATES:
                self._updates.clear()
            self._updates[language, key, again] = known
        return known

    def _ahead_in(self, page: UUID, name: str | None, language: str) -> Iterator[Line]:
        """What any update of a class has in the week to come; `name` where its own is not
        enough."""
        for key in self._coming.get(page, ()):
            yield from self._lines.of(key, name or self._classes[page].name, language)

    def _week(self, drawn: Drawn, others: tuple[UUID, ...], language: str) -> _Part | None:
        """What is due and what is coming, over all these classes; None where nothing is. It is
        the one part that nearly every family has for itself."""
        entries: list[Line] = []
        here = [self._classes[page] for page in (*(one.group.page for one in drawn), *others)]
        longer = disambiguate(here)
        for one in drawn:
            page = one.group.page
            name = longer.get(page)
            entries += self._days_of(one.group, name, language) if name else one.entries
            if self._coming:
                entries += self._ahead_in(page, name, language)
        for page in others:
            entries += self._ahead_in(page, longer.get(page), language)
        shown = soonest(entries, self._day)
        if not shown:
            return None
        html, text = self._week_around(language)
        return self._keep(
            "\n".join([entry.html for entry in shown]).join(html),
            "\n".join([entry.text for entry in shown]).join(text),
            self._naming(drawn, others),
        )

    def _week_around(self, language: str) -> tuple[list[str], list[str]]:
        """What stands before and after the lines of a week, as HTML and as text."""
        known = self._around_week.get(language)
        if known is None:
            with translation.override(language):
                until = day_text(last_day(self._day))
            context = {"until": until, "lines": Both(PLACE, PLACE)}
            both = self._sketches.draw("week", language, context)
            known = (both.html.strip().split(PLACE), tidy(both.text).split(PLACE))
            self._around_week[language] = known
        return known

    def _naming(self, drawn: Drawn, others: tuple[UUID, ...]) -> list[str]:
        """The updates whose days may stand in it, and that are not in the digest themselves."""
        if not self._coming:
            return []
        whole = {key for one in drawn for key in one.group.updates}
        pages = [*(one.group.page for one in drawn), *others]
        named = {key for page in pages for key in self._coming.get(page, ())}
        return sorted(str(key) for key in named - whole)

    def _cached(self, template: str, language: str, **context: Any) -> _Part:
        key = (template, language, *context.values())
        if key not in self._kept:
            self._kept[key] = self._draw(template, language, **context)
        return self._kept[key]

    def _draw(self, template: str, language: str, **context: Any) -> _Part:
        drawn = self._sketches.draw(template, language, context)
        return self._keep(drawn.html.strip(), tidy(drawn.text))

    def _keep(self, html: str, text: str, updates: Sequence[str] = ()) -> _Part:
        pk = uuid4()
        self._unsaved.append((pk, html, text, fingerprint(text, html), list(updates)))
        if len(self._unsaved) >= MOST_UNSAVED:
            self.save()
        return _Part(str(pk), len(html.encode()))


def _named(facts: ClassFacts) -> dict[str, str | bool]:
    """What templates print of a class."""
    return {name: getattr(facts, name) for name in _NAMED}


def _ask_url(facts: ClassFacts) -> str:
    if not facts.ask:
        return ""
    subject = _("Question about %(class)s") % {"class": facts.name}
    return f"mailto:{quote(facts.ask, safe='@')}?subject={quote(subject)}"
