"""Approved words for emergencies in both languages: at five in the morning nobody translates.

They are published as written here, not translated by gettext, and nobody edits them on a screen:
whoever changes a word has written their own. The Spanish avoids á, í, ó and ú, because these
shorten the segments of a text message and double its cost.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from district_cms.web.times import day_text, time_text

from ..models import SchoolYear


class Emergency(models.TextChoices):
    """What FCC 16-88 names for schools, as far as the district's procedure covers it."""

    CLOSED = "closed", _("Closed")
    LATE = "late", _("Two-hour delay")
    EARLY = "early", _("Closing early")
    LOCKDOWN = "lockdown", _("Lockdown")
    EVACUATION = "evacuation", _("Evacuation")
    HEALTH = "health", _("Danger to health")


NOON: Final = dt.time(12)


@dataclass(frozen=True, slots=True)
class Approved:
    """The title in English and Spanish; the text in each, for schools whose names stand before it,
    and for all schools."""

    titles: tuple[str, str]
    english: tuple[str, str]
    spanish: tuple[str, str]


# They name the day, never "today": a notice put up in the evening is read in the morning.
APPROVED: Final[Mapping[str, Approved]] = {
    Emergency.CLOSED: Approved(
        ("Closed on %(day)s", "Cerrado el %(day)s"),
        (
            "Closed on %(day)s. There are no classes and no buses.",
            "All schools are closed on %(day)s. There are no classes and no buses.",
        ),
        (
            "Cerrado el %(day)s. No hay clases ni autobuses.",
            "Todas las escuelas cierran el %(day)s. No hay clases ni autobuses.",
        ),
    ),
    Emergency.LATE: Approved(
        ("Two-hour delay on %(day)s", "Dos horas más tarde el %(day)s"),
        (
            "Two-hour delay on %(day)s. Buses run two hours late, too.",
            "All schools start two hours late on %(day)s. Buses run two hours late, too.",
        ),
        (
            "El %(day)s las clases y los autobuses comienzan dos horas después.",
            "El %(day)s todas las escuelas y los autobuses comienzan dos horas después.",
        ),
    ),
    Emergency.EARLY: Approved(
        ("Closing early on %(day)s", "Salida temprana el %(day)s"),
        (
            "Closing early on %(day)s, at %(time)s. Buses leave right after.",
            "All schools close early on %(day)s, at %(time)s. Buses leave right after.",
        ),
        (
            "Salida temprana el %(day)s (%(time)s). Los autobuses salen después.",
            "Todas las escuelas cierran temprano el %(day)s (%(time)s); los autobuses, después.",
        ),
    ),
    Emergency.LOCKDOWN: Approved(
        ("Lockdown", "Cierre de emergencia"),
        (
            "In lockdown. Please stay away from the school and do not call it.",
            "All schools are in lockdown. Please stay away from the schools and do not call them.",
        ),
        (
            "En cierre de emergencia. Por favor no venga a la escuela ni llame.",
            "Todas las escuelas en cierre de emergencia. Por favor no venga ni llame.",
        ),
    ),
    Emergency.EVACUATION: Approved(
        ("Evacuation", "Evacuación"),
        (
            "We are evacuating the building. Please wait: we will say where to pick up children.",
            "We are evacuating all schools. Please wait: we will say where to pick up children.",
        ),
        (
            "Evacuamos el edificio. Por favor espere: le diremos donde recoger a sus hijos.",
            "Evacuamos todas las escuelas. Por favor espere: le diremos donde recoger a sus hijos.",
        ),
    ),
    Emergency.HEALTH: Approved(
        ("Danger to health", "Peligro para la salud"),
        (
            "There is a danger to health. We will say on our website what to do.",
            "There is a danger to health at all schools. We will say on our website what to do.",
        ),
        (
            "Hay un peligro para la salud. Diremos en nuestro sitio web lo que debe hacer.",
            "Peligro para la salud en todas las escuelas. Diremos en la web lo que debe hacer.",
        ),
    ),
}


def words_of(
    key: str,
    *,
    all_schools: bool = True,
    day: dt.date | None = None,
    time: dt.time | None = None,
) -> dict[str, str]:
    """Returns the approved title and text of an emergency in both languages, by field name, on
    `day`, by default the day of `usual_end()`; `time` is when schools close early, by default noon.
    Empty for an unknown key."""
    approved = APPROVED.get(key)
    if approved is None:
        return {}
    day = day or timezone.localdate(usual_end())
    words, variant = {}, int(all_schools)
    for each, language in enumerate(("en", "es")):
        text = (approved.english, approved.spanish)[each][variant]
        with translation.override(language):
            when = {"day": day_text(day), "time": time_text(time or NOON)}
            words[f"title_{language}"] = approved.titles[each] % when
            words[f"text_{language}"] = text % when
    return words


def usual_end(now: dt.datetime | None = None) -> dt.datetime:
    """Returns the default end of a notice: 6 pm today in the district's time zone, tomorrow if that
    is less than two hours away, and on the next school day if that day has no school."""
    local = timezone.localtime(now or timezone.now())
    end = local.replace(hour=18, minute=0, second=0, microsecond=0)
    if end - local < dt.timedelta(hours=2):
        end += dt.timedelta(days=1)
    year = SchoolYear.objects.current(end.date())
    calendar = year.calendar() if year is not None else None
    if calendar is None or calendar.is_school_day(end.date()):
        return end
    day = calendar.school_day_after(end.date()) or end.date()
    return timezone.make_aware(dt.datetime.combine(day, end.time()))
