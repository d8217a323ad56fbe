"""What a notice usually says, ready in both languages: at five in the morning nobody translates.

The sentences are no translations of ours: both are published as they stand here, and whoever puts
the notice up may change them first. They do without á, í, ó and ú, for which a text would be
counted in shorter segments and cost twice as much.
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
    """One usual notice: what its button says, then its words for one school and for all."""

    key: str
    label: Any
    english: tuple[str, str]
    spanish: tuple[str, str]


# They name the day and never "today": put up in the evening, they are read in the morning.
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
    """{"text_en": …, "text_es": …} of a usual notice for a school by name, or for all schools, on
    `day`, by default the one on which it ends unless someone says otherwise. Empty for a key that
    is none."""
    usual = BY_KEY.get(key)
    if usual is None:
        return {}
    day = day or timezone.localdate(usual_end())
    one_or_all = 0 if school else 1
    words = {}
    for name, language, texts in (
        ("text_en", "en", usual.english),
        ("text_es", "es", usual.spanish),
    ):
        with translation.override(language):
            words[name] = texts[one_or_all] % {"school": school, "day": day_text(day)}
    return words


def usual_end(now: dt.datetime | None = None) -> dt.datetime:
    """When a notice ends unless someone says otherwise: at 6 pm of the district's day, or of the
    next one where that is less than two hours away; of the next school day where that is none."""
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
