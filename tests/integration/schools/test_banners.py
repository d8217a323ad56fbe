"""A notice is the first line that families read, in their language, and ends automatically."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation

from district_cms.schools.banners.services import keep_banner
from district_cms.schools.banners.visible import notices
from district_cms.schools.banners.wording import usual_end, words_of
from district_cms.schools.models import Banner, NoSchoolDay
from tests.factories.district import District
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

ENGLISH = "All schools are closed today because of the snow."
SPANISH = "Todas las escuelas están cerradas hoy por la nieve."


def put_up(**fields: Any) -> Banner:
    values = {
        "text_en": ENGLISH,
        "text_es": SPANISH,
        "starts_at": moment("2026-11-10 05:30"),
        "ends_at": moment("2026-11-10 18:00"),
        **fields,
    }
    return keep_banner(banner=Banner(**values), user="test")


# ------------------------------------------------------------------ in under a minute


def test_a_notice_ends_in_the_evening_by_default(clock: Clock) -> None:
    ends = []
    for time in ("05:00", "15:59", "16:01", "23:00"):
        now = clock(f"2026-11-10 {time}")
        ends.append(timezone.localtime(usual_end(now)).strftime("%d %H:%M"))
    assert ends == ["10 18:00", "10 18:00", "11 18:00", "11 18:00"]


def test_a_usual_notice_names_a_school_day(district: District, clock: Clock) -> None:
    NoSchoolDay.objects.create(
        school_year=district.year, day=dt.date(2026, 11, 11), name="Veterans Day"
    )
    clock("2026-11-10 21:00")
    words = words_of("late")
    assert words["text_en"].startswith("All schools start two hours late on Thursday, November 12.")


def test_an_unknown_key_fills_in_nothing() -> None:
    assert words_of("../../") == {}


def test_readers_of_other_languages_get_english(district: District) -> None:
    put_up()
    with translation.override("fr"):
        assert notices()[0]["body"] == ENGLISH


def test_in_the_evening_the_usual_text_names_the_next_day(clock: Clock) -> None:
    clock("2026-11-10 21:00")
    words = words_of("closed")
    assert words["text_en"].startswith("All schools are closed on Wednesday, November 11.")
    assert "el miércoles 11 de noviembre" in words["text_es"]


def test_a_text_that_names_the_school_gets_no_title(district: District) -> None:
    put_up(school=district.school, text_en="Juniper Creek Elementary is closed.", text_es="")
    assert notices(district.school.path)[0]["title"] == ""


def test_approved_words_leave_the_name_of_the_school_to_the_page(district: District) -> None:
    words = words_of("closed", all_schools=False)
    put_up(school=district.school, text_en=words["text_en"], text_es=words["text_es"])
    assert notices(district.school.path)[0]["title"] == "Juniper Creek Elementary"


def test_closing_early_says_when() -> None:
    words = words_of("early", day=dt.date(2026, 11, 10), time=dt.time(13, 30))
    assert "on Tuesday, November 10, at 1:30 pm." in words["text_en"]
    assert "el martes 10 de noviembre (1:30\u00a0p.\u00a0m.)" in words["text_es"]
