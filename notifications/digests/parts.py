"""The parts of digests by email. Each part is rendered once per language, and many messages name
it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched, groupby
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
# The words of this many digests are cached, and those of all digests with one class.
MOST_CACHED: Final = 5_000
# This many rendered parts wait in memory to be written. A statement holds several copies of each.
MOST_PENDING: Final = 200
MOST_UPDATES: Final = 200
PARTS_AT_MOST: Final = 88_000
"""Bytes of HTML that the parts may take. Gmail shows the first 102 KB of a mail and hides the rest,
including the link to stop. The remaining bytes are for the frame and the links."""
_NAMED: Final = ("name", "teachers", "url", "ask", "ask_name", "asks_office")
SCHOOL: Final = attrgetter("school")
Coming = Mapping[UUID, tuple[UUID, ...]]
type UpdateMessages = Mapping[tuple[str, UUID], Mapping[str, Any]]
"""The message of each update, by language."""


UPDATE_TASK: Final = "digest update"  # as failures of it are filed
PAGES_AT_ONCE: Final = 200
DAYS: Final = ("assignments", "events")


def describe_updates(
    news: Mapping[UUID, list[News]],
    coming: Mapping[UUID, Collection[UUID]],
    *,
    complete: bool = False,
) -> tuple[UpdateMessages, dict[UUID, list[News]]]:
    """Returns the message of each update by language, and the news without updates that failed.
    Failures are stored once, and those updates are sent later. Updates in `coming` contribute only
    their dates. `complete` means that nobody waits for any other update, so earlier failures of
    others are over."""
    known = standing(UPDATE_TASK)
    messages: dict[tuple[str, UUID], Mapping[str, Any]] = {}
    new = {item.page for items in news.values() for item in items}
    wanted = list(new | {key for keys in coming.values() for key in keys})
    for keys in batched(wanted, PAGES_AT_ONCE):
        for key, page in sources.updates(keys).items():
            title = _("An update, in class news by email")
            with isolated(Item(UPDATE_TASK, str(key), title), failed_before=known) as tried:
                own = {}
                for language, _name in LANGUAGES:
                    with translation.override(language):
                        message = sources.message_of(page)
                    own[language, key] = (
                        message if key in new else {day: message[day] for day in DAYS}
                    )
            if not tried.failed:
                messages |= own
    if complete:
        note_gone(UPDATE_TASK, map(str, wanted))
    first = LANGUAGES[0][0]
    return messages, {
        page: [item for item in items if (first, item.page) in messages]
        for page, items in news.items()
    }


@dataclass(frozen=True, slots=True)
class _Part:
    """A stored part: its name in the database and the bytes of its HTML."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class _Class:
    """One class in one language, with its days in the coming week."""

    group: Group
    school: str
    part: _Part
    titles: tuple[str, ...]
    entries: tuple[Line, ...]


type Rendered = Sequence[_Class]
"""The classes of one digest, in order."""


class Lines:
    """The lines of one run, with what is due and which events are coming."""

    def __init__(self, messages: UpdateMessages, day: date, sketches: Sketches) -> None:
        self._messages = messages
        self._day = day
        self._sketches = sketches
        self._cache: dict[tuple[str, UUID, str], tuple[Line, ...]] = {}

    def of(self, key: UUID, name: str, language: str) -> tuple[Line, ...]:
        """Returns the days of one update in the coming week. `name` is the class's name for this
        person. Most updates need one rendering; classes with the same name need one for each longer
        name."""
        cached = self._cache.get((language, key, name))
        if cached is None:
            cached = self._cache[language, key, name] = self._render(key, one_line(name), language)
        return cached

    def _render(self, key: UUID, name: str, language: str) -> tuple[Line, ...]:
        message = self._messages[language, key]
        lines = [*map(_due, message["assignments"]), *map(_event, message["events"])]
        until = last_day(self._day)
        lines = [line for line in lines if line["on"] and self._day <= line["on"] <= until]
        rendered = [
            self._sketches.draw("line", language, {"line": line, "class": name}) for line in lines
        ]
        return tuple(
            Line(line["on"], both.html.strip(), tidy(both.text).strip(), line.get("start"))
            for line, both in zip(lines, rendered, strict=True)
        )


def _below_each_other(lines: Iterable[Line]) -> Both:
    rendered = list(lines)
    return Both(
        "\n".join([one.html for one in rendered]), "\n".join([one.text for one in rendered])
    )


def _due(assignment: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "due": True,
        "on": assignment["on"],
        "title": one_line(assignment["title"]),
        "language": assignment["language"],
    }


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    title, place = one_line(event["title"]), one_line(event["place"])
    return {**event, "title": title, "place": place}


class Parts:
    """The parts of one run. `day` is the date of the digests in the district's zone. `save` writes
    the parts to the database, so that their words do not stay in memory."""

    def __init__(
        self,
        classes: Mapping[UUID, ClassFacts],
        messages: UpdateMessages,
        day: date,
        coming: Coming,
        office: Office,
    ) -> None:
        self._classes = classes
        self._messages = messages
        self._day = day
        self._coming = coming
        self._district_name = office.name
        self._unsaved: list[tuple[UUID, str, str, str, list[str]]] = []
        self._classes_cache: dict[tuple[str, Group], _Class] = {}
        self._cache: dict[tuple[Any, ...], _Part] = {}
        self._ranks: dict[UUID, int] = {}
        self._sketches = Sketches(f"{FOLDER}/digest", district_color=office.color)
        self._updates: dict[tuple[str, UUID, bool], Both] = {}
        self._lines = Lines(messages, day, self._sketches)

    def save(self) -> None:
        """Write the parts rendered since the last call. Call it before writing the messages, in
        another transaction: other messages name the same parts."""
        if self._unsaved:
            names = ("id", "html", "text", "sha256", "updates")
            insert_rows(ContentPart, {}, by_column(names, self._unsaved))
            self._unsaved = []

    def titles(self, group: Group, language: str) -> tuple[str, ...]:
        return self._class(group, language).titles

    def coming_in(self, classes: Iterable[UUID]) -> tuple[UUID, ...]:
        """Returns the classes that have a day in the coming week."""
        return tuple(page for page in classes if page in self._coming)

    def names(
        self, groups: tuple[Group, ...], language: str, others: tuple[UUID, ...] = ()
    ) -> tuple[str, ...]:
        """Returns the parts of a digest, in order: the coming week of all its classes and the
        `others`, then each school once with its classes. Classes that would make the mail too long
        are only counted."""
        rendered = [self._class(group, language) for group in groups]
        schools = schools_together(rendered, SCHOOL)
        week = self._week(rendered, others, language)
        above = [self._cached("school", language, school=school) for school, _own in schools]
        room = PARTS_AT_MOST - sum([part.size for part in (*above, *([week] if week else []))])
        names = [week.name] if week else []
        left = len(rendered)
        for school, (_name, own) in zip(above, schools, strict=True):
            fitting = []
            for one in own:
                # At least one class is included, however long it is.
                if one.part.size > room and left < len(rendered):
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
        """Returns the key by which digests are sent in the order of schools and teachers, each by
        the first of its classes. Messages of one batch, and of the next, then share classes, so few
        parts are read."""
        if not self._ranks:
            ordered = sorted(self._classes, key=lambda page: self._classes[page].path)
            self._ranks = {page: rank for rank, page in enumerate(ordered)}
        # A welcome has no class if its updates were taken down.
        return f"{min((self._ranks[group.page] for group in groups), default=0):06x}"

    def _class(self, group: Group, language: str) -> _Class:
        cached = self._classes_cache.get((language, group))
        if cached is None:
            cached = self._classes_cache[language, group] = self._render_class(group, language)
        return cached

    def _render_class(self, group: Group, language: str) -> _Class:
        facts = self._classes[group.page]
        messages = [self._update(key, key in group.again, language) for key in group.updates]
        with translation.override(language):
            ask_url = _ask_url(facts)
        updates = Both(
            "\n".join(one.html for one in messages), "\n".join(one.text for one in messages)
        )
        part = self._render(
            "class", language, facts=_named(facts), ask_url=ask_url, updates=updates
        )
        titles = tuple(self._messages[language, key]["title"] for key in group.updates)
        entries = self._days_of(group, facts.name, language)
        return _Class(group, facts.school, part, titles, entries)

    def _days_of(self, group: Group, name: str, language: str) -> tuple[Line, ...]:
        return tuple(each for key in group.updates for each in self._lines.of(key, name, language))

    def _update(self, key: UUID, again: bool, language: str) -> Both:
        """Renders one update, without days that are over or in the coming week at the top."""
        cached = self._updates.get((language, key, again))
        if cached is None:
            message, until = self._messages[language, key], last_day(self._day)
            left = {
                days: [each for each in message[days] if each["on"] is None or each["on"] > until]
                for days in ("assignments", "events")
            }
            cached = self._sketches.draw(
                "update", language, {"update": {**message, **left, "again": again}}
            )
            # Requested again only where a family subscribed between two updates of the class.
            if len(self._updates) >= MOST_UPDATES:
                self._updates.clear()
            self._updates[language, key, again] = cached
        return cached

    def _ahead_in(self, page: UUID, name: str | None, language: str) -> Iterator[Line]:
        """Yields the days that any update of a class has in the coming week. `name` replaces the
        class's own name."""
        for key in self._coming.get(page, ()):
            yield from self._lines.of(key, name or self._classes[page].name, language)

    def _week(self, rendered: Rendered, others: tuple[UUID, ...], language: str) -> _Part | None:
        """Renders the coming week of all these classes; None where it is empty. Nearly every family
        needs its own version of this part only."""
        entries: list[Line] = []
        here = [self._classes[page] for page in (*(one.group.page for one in rendered), *others)]
        longer = disambiguate(here)
        for one in rendered:
            page = one.group.page
            name = longer.get(page)
            entries += self._days_of(one.group, name, language) if name else one.entries
            if self._coming:
                entries += self._ahead_in(page, name, language)
        for page in others:
            entries += self._ahead_in(page, longer.get(page), language)
        visible = soonest(entries, self._day)
        if not visible:
            return None
        with translation.override(language):
            until = day_text(last_day(self._day))
            days = [
                {"day": capfirst(day_text(day)), "lines": _below_each_other(lines)}
                for day, lines in groupby(visible, key=attrgetter("day"))
            ]
        week = self._sketches.draw("week", language, {"until": until, "days": days})
        return self._store(week.html.strip(), tidy(week.text), self._naming(rendered, others))

    def _naming(self, rendered: Rendered, others: tuple[UUID, ...]) -> list[str]:
        """Returns the updates whose days may be listed in the week and that are not in the digest
        themselves."""
        if not self._coming:
            return []
        whole = {key for one in rendered for key in one.group.updates}
        pages = [*(one.group.page for one in rendered), *others]
        named = {key for page in pages for key in self._coming.get(page, ())}
        return sorted(str(key) for key in named - whole)

    def _cached(self, template: str, language: str, **context: Any) -> _Part:
        key = (template, language, *context.values())
        if key not in self._cache:
            self._cache[key] = self._render(template, language, **context)
        return self._cache[key]

    def _render(self, template: str, language: str, **context: Any) -> _Part:
        rendered = self._sketches.draw(template, language, context)
        return self._store(rendered.html.strip(), tidy(rendered.text))

    def _store(self, html: str, text: str, updates: Sequence[str] = ()) -> _Part:
        pk = uuid4()
        self._unsaved.append((pk, html, text, fingerprint(text, html), list(updates)))
        if len(self._unsaved) >= MOST_PENDING:
            self.save()
        return _Part(str(pk), len(html.encode()))


def _named(facts: ClassFacts) -> dict[str, str | bool]:
    """Returns the fields of a class that templates print."""
    return {name: getattr(facts, name) for name in _NAMED}


def _ask_url(facts: ClassFacts) -> str:
    if not facts.ask:
        return ""
    subject = _("Question about %(class)s") % {"class": facts.name}
    return f"mailto:{quote(facts.ask, safe='@')}?subject={quote(subject)}"
