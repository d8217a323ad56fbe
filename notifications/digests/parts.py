"""The parts of digests by email: what is coming, the schools, the classes, what is left out.

A class looks the same in everyone's digest, so it is drawn once in a language, and a message only
names the parts that it has.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from district_cms.web.mail import one_line, site_root, tidy

from ..models import ContentPart
from ..rules.filling import fill, new_nonce, tag
from ..sources import ClassFacts
from .agenda import Entry, coming, last_day
from .build import Group, schools_together
from .shortening import PARTS_AT_MOST, Size, shorten

FOLDER: Final = "notifications/email"
LINES: Final = "lines"
# What is coming differs from family to family: of so many it is remembered, and of all that follow
# one class.
MOST_KEPT: Final = 20_000
Told = Mapping[tuple[str, UUID], Mapping[str, Any]]
Coming = Mapping[UUID, tuple[UUID, ...]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part as it is kept in the database: its name there and how many bytes its HTML has."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class _Class:
    """One class in one language, with the days that it brings."""

    part: _Part
    titles: tuple[str, ...]
    entries: tuple[Entry, ...]


class Parts:
    """The parts of one run. `told` is what messages say of each update, by language; `day` the
    date of the digest, in the district's zone; `coming` the updates of each class, of the digest or
    not, that have a day in the week after it. They are written to the database by `save`, so
    nothing of their words stays in memory but the lines of what is coming."""

    def __init__(
        self, classes: Mapping[UUID, ClassFacts], told: Told, day: date, coming: Coming
    ) -> None:
        self._classes = classes
        self._told = told
        self._day = day
        self._coming = coming
        self._ahead_of: dict[tuple[str, UUID], tuple[Entry, ...]] = {}
        self._unsaved: list[ContentPart] = []
        self._drawn: dict[tuple[str, Group], _Class] = {}
        self._kept: dict[tuple[Any, ...], _Part] = {}
        self._weeks: dict[tuple[Any, ...], _Part | None] = {}
        self._frames: dict[str, tuple[str, str, str]] = {}

    def save(self) -> None:
        """Write the parts that were drawn since the last time. Before the messages that name them,
        and not undone with them: other messages name them too."""
        if self._unsaved:
            ContentPart.objects.bulk_create(self._unsaved)
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
        them and the `others`, then each school once with its classes. A long one is shortened."""
        schools = schools_together(groups, lambda page: self._classes[page].school)
        week = self._week(groups, others, language)
        above = [self._school(school, language) for school, _own in schools]
        room = PARTS_AT_MOST - sum(part.size for part in (*above, *([week] if week else [])))
        whole, short = self._fitting([g for _school, own in schools for g in own], language, room)
        names = [week.name] if week else []
        said = 0
        for part, (_school, own) in zip(above, schools, strict=True):
            shown = own[: whole + short - said]
            names += [part.name] if shown else []
            for group in shown:
                drawn = self._class(group, language).part
                names.append((drawn if said < whole else self._short(group, language)).name)
                said += 1
        if said < len(groups):
            names.append(self._rest(len(groups) - said, language).name)
        return tuple(names)

    def _fitting(self, groups: Sequence[Group], language: str, room: int) -> tuple[int, int]:
        sizes = [self._class(group, language).part.size for group in groups]
        if sum(sizes) <= room:
            return len(groups), 0
        shorts = [self._short(group, language).size for group in groups]
        return shorten([Size(*both) for both in zip(sizes, shorts, strict=True)], room)

    # ---------------------------------------------------------------------------- classes

    def _class(self, group: Group, language: str) -> _Class:
        known = self._drawn.get((language, group))
        if known is None:
            known = self._drawn[language, group] = self._draw_class(group, language)
        return known

    def _draw_class(self, group: Group, language: str) -> _Class:
        with translation.override(language):
            context = self._about(group, language)
            part = self._draw("digest/class", context)
            entries = self._entries(context["updates"], context["facts"])
        titles = tuple(update["title"] for update in context["updates"])
        return _Class(part, titles, entries)

    def _short(self, group: Group, language: str) -> _Part:
        key = ("short", language, group)
        if key not in self._kept:
            with translation.override(language):
                about = self._about(group, language)
                self._kept[key] = self._draw("digest/class_short", about)
        return self._kept[key]

    def _about(self, group: Group, language: str) -> dict[str, Any]:
        facts = self._classes[group.page]
        updates = [
            {**self._ahead(self._told[language, key]), "again": key in group.again}
            for key in group.updates
        ]
        return {
            "facts": facts,
            "updates": updates,
            "ask_url": _ask_url(facts),
            "language_code": language,
        }

    def _ahead(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """What is said of an update, without its days that are over."""
        left = {
            part: [each for each in said[part] if each["on"] is None or each["on"] >= self._day]
            for part in ("assignments", "events")
        }
        return {**said, **left}

    # ------------------------------------------------------------------------ what is coming

    def _entries(
        self, updates: Iterable[Mapping[str, Any]], facts: ClassFacts
    ) -> tuple[Entry, ...]:
        """The days of one class in these updates, in the language that is active."""
        lines = []
        for update in updates:
            lines += [_due(each) for each in update["assignments"]]
            lines += [_event(each) for each in update["events"]]
        until = last_day(self._day)
        lines = [line for line in lines if line["on"] and self._day <= line["on"] <= until]
        if not lines:
            return ()
        words = {"lines": lines, "class": one_line(facts.name)}
        html = render_to_string(f"{FOLDER}/digest/lines.html", words).strip().split("\n")
        text = render_to_string(f"{FOLDER}/digest/lines.txt", words).strip().split("\n")
        return tuple(
            Entry(line["on"], *both)
            for line, both in zip(lines, zip(html, text, strict=True), strict=True)
        )

    def _ahead_in(self, page: UUID, language: str) -> tuple[Entry, ...]:
        """What any update of a class has in the week to come."""
        known = self._ahead_of.get((language, page))
        if known is None:
            with translation.override(language):
                told = [self._told[language, key] for key in self._coming.get(page, ())]
                known = self._entries(told, self._classes[page])
            self._ahead_of[language, page] = known
        return known

    def _week(
        self, groups: tuple[Group, ...], others: tuple[UUID, ...], language: str
    ) -> _Part | None:
        """What is due and what is coming, over all these classes; None where nothing is."""
        key = (language, groups, others)
        if key in self._weeks:
            return self._weeks[key]
        entries: list[Entry] = []
        for group in groups:
            entries += self._class(group, language).entries
            entries += self._ahead_in(group.page, language)
        for page in others:
            entries += self._ahead_in(page, language)
        shown = coming(entries, self._day)
        week = None
        if shown:
            nonce, html, text = self._frame(language)
            lines = tag(LINES, nonce)
            week = self._add(
                fill(html, {lines: "\n".join(entry.html for entry in shown)}),
                fill(text, {lines: "\n".join(entry.text for entry in shown)}),
                updates=self._named(groups, others),
            )
        if len(groups) == 1 or len(self._weeks) < MOST_KEPT:
            self._weeks[key] = week
        return week

    def _named(self, groups: tuple[Group, ...], others: tuple[UUID, ...]) -> list[str]:
        """The updates whose days may stand in it, and that are not in the digest themselves."""
        whole = {key for group in groups for key in group.updates}
        pages = [*(group.page for group in groups), *others]
        named = {key for page in pages for key in self._coming.get(page, ())}
        return sorted(str(key) for key in named - whole)

    def _frame(self, language: str) -> tuple[str, str, str]:
        if language not in self._frames:
            nonce = new_nonce()
            # Tags hold small letters, digits, "-", "_" and "." only.
            lines = mark_safe(tag(LINES, nonce))  # noqa: S308
            context = {"until": last_day(self._day), LINES: lines}
            with translation.override(language):
                html = render_to_string(f"{FOLDER}/digest/week.html", context)
                text = render_to_string(f"{FOLDER}/digest/week.txt", context)
            self._frames[language] = (nonce, html.strip(), tidy(text))
        return self._frames[language]

    # -------------------------------------------------------------------- schools, the rest

    def _school(self, school: str, language: str) -> _Part:
        key = ("school", language, school)
        if key not in self._kept:
            self._kept[key] = self._draw("digest/school", {"school": school})
        return self._kept[key]

    def _rest(self, number: int, language: str) -> _Part:
        key = ("rest", language, number)
        if key not in self._kept:
            context = {
                "number": number,
                "site_url": f"{site_root()}/",
                "district_name": settings.DISTRICT_NAME,
            }
            with translation.override(language):
                self._kept[key] = self._draw("digest/rest", context)
        return self._kept[key]

    def _draw(self, template: str, context: Mapping[str, Any]) -> _Part:
        html = render_to_string(f"{FOLDER}/{template}.html", dict(context))
        text = render_to_string(f"{FOLDER}/{template}.txt", dict(context))
        return self._add(html.strip(), tidy(text))

    def _add(self, html: str, text: str, updates: Sequence[str] = ()) -> _Part:
        part = ContentPart(html=html, text=text, updates=list(updates))
        self._unsaved.append(part)
        return _Part(str(part.pk), len(html.encode()))


def _due(assignment: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "due": True,
        "on": assignment["on"],
        "day": assignment["due"],
        "title": one_line(assignment["title"]),
        "language": assignment["language"],
    }


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    return {**event, "title": one_line(event["title"]), "place": one_line(event["place"])}


def _ask_url(facts: ClassFacts) -> str:
    if not facts.ask:
        return ""
    subject = _("Question about %(class)s") % {"class": facts.name}
    return f"mailto:{quote(facts.ask, safe='@')}?subject={quote(subject)}"
