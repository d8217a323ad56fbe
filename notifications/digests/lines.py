"""What updates have in the week to come, a line for each thing: drawn once in a language."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import capfirst

from district_cms.web.mail import Sketches, one_line, tidy

from ..sources import Line, last_day

type Told = Mapping[tuple[str, UUID], Mapping[str, Any]]
"""What messages say of each update, by language."""


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
