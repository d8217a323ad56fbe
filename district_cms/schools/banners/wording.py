"""Approved texts of usual notices in both languages: at five in the morning nobody translates.

Both texts are published as written here, not translated by gettext, and can be edited first. The
Spanish avoids á, í, ó and ú, because these shorten the segments of a text message and double its
cost.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from district_cms.web.times import day_text

from ..models import SchoolYear


@dataclass(frozen=True, slots=True)
class Usual:
    """A usual notice: the label of its button, and its texts for one school and for all."""

    key: str
    label: Any
    english: tuple[str, str]
    spanish: tuple[str, str]


# They name the day, never "today": a notice put up in the evening is read in the morning.
USUAL = (
    Usual(
        "closed",
        _("Closed"),
        (
            "%(school)s is closed on %(day)s. There are no classes and no buses.",
            "All schools are closed on %(day)s. There are no classes and no buses.",
        ),
        (
            "La escuela %(school)s cierra el %(day)s. No hay clases ni autobuses.",
            "Todas las escuelas cierran el %(day)s. No hay clases ni autobuses.",
        ),
    ),
    Usual(
        "late",
        _("Two-hour late start"),
        (
            "%(school)s starts two hours late on %(day)s. Buses run two hours late, too.",
            "All schools start two hours late on %(day)s. Buses run two hours late, too.",
        ),
        (
            "El %(day)s la escuela %(school)s y los autobuses comienzan dos horas después.",
            "El %(day)s todas las escuelas y los autobuses comienzan dos horas después.",
        ),
    ),
    Usual(
        "early",
        _("Closing early"),
        (
            "%(school)s closes at noon on %(day)s. Buses leave right after.",
            "All schools close at noon on %(day)s. Buses leave right after.",
        ),
        (
            "La escuela %(school)s cierra el %(day)s a las 12:00; los autobuses salen después.",
            "Todas las escuelas cierran el %(day)s a las 12:00; los autobuses salen después.",
        ),
    ),
)
BY_KEY = {usual.key: usual for usual in USUAL}


def words_of(key: str, school: str = "", day: dt.date | None = None) -> dict[str, str]:
    """Returns {"text_en": …, "text_es": …} of a usual notice for a school's name, or for all
    schools, on `day`, by default the day of `usual_end()`. Empty for an unknown key."""
    usual = BY_KEY.get(key)
    if usual is None:
        return {}
    day = day or timezone.localdate(usual_end())
    variant = 0 if school else 1
    words = {}
    for name, language, texts in (
        ("text_en", "en", usual.english),
        ("text_es", "es", usual.spanish),
    ):
        with translation.override(language):
            words[name] = texts[variant] % {"school": school, "day": day_text(day)}
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
