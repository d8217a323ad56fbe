"""What people type is read as the day or time that they mean, or refused: never as another."""

import calendar
import datetime as dt

import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from district_cms.web.typed_dates import (
    LONGEST,
    PAST,
    UNDERSTOOD,
    Span,
    TypedDateError,
    echo_of,
    read_day,
    read_moment,
    read_time,
)

TODAY = dt.date(2026, 11, 25)
YEAR = Span(dt.date(2026, 8, 31), dt.date(2027, 6, 11))
DECEMBER_4 = dt.date(2026, 12, 4)
ENGLISH = (
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
)
SPANISH = (
    ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
)


def day(text: str, today: dt.date = TODAY) -> dt.date:
    return read_day(text, today=today, school_year=lambda: YEAR)


def refusal(text: str) -> str:
    with pytest.raises(TypedDateError) as caught:
        day(text)
    return caught.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        *(
            "12/4/2026",
            "12/4",
            "12/04/26",
            "12-4-2026",
            "2026-12-04",
            " 12/4/2026 ",
            "\uff11\uff12/4",
        ),
        *("Dec 4", "Dec. 4", "dec 4 2026", "December 4", "December 4th", "December 4, 2026"),
        *("4 December 2026", "4th of December", "the 4th of December, 2026"),
        *("Fri 12/4", "Fri. Dec 4", "Friday, December 4", "FRIDAY, DECEMBER 4, 2026"),
        *("4 de diciembre", "4 dic", "el 4 de diciembre de 2026", "vie. 4 de dic."),
        *("viernes 4 de diciembre", "Viernes, 4 de diciembre del 2026", "viernes 12/4"),
    ],
)
def test_one_day_as_people_write_it(text: str) -> None:
    assert day(text) == DECEMBER_4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Tues 12/9",
            (
                "“Tues 12/9” does not fit: December 9, 2026 is a Wednesday. The nearest Tuesday is "
                "December 8, 2026."
            ),
        ),
        ("martes 9 de diciembre", "December 9, 2026 is a Wednesday."),
        ("13/4", "There is no month 13. Write the month first: 12/4 is December 4."),
        ("25/12/2026", "There is no month 25."),
        ("2/30", "2/30 is not in the calendar."),
        ("2/29/2027", "2/29/2027 is not in the calendar."),
        ("2/29", "2/29 is not in the calendar."),
        ("11/31/2026", "11/31/2026 is not in the calendar."),
        ("1th of December", "Which day is “1th”"),
        ("12/4/6", "Write the year with four digits"),
        ("12/4/1026", "Check the year: 1026."),
        ("12.4.2026", "We could not read “.4.2026” in “12.4.2026”."),
        ("12/4 or 12/5", "We could not read “or 12/5” in “12/4 or 12/5”."),
        ("12/4-12/11", "We could not read “-12/11”"),
        ("Wednesday", "Is “Wednesday” today, or the Wednesday of next week?"),
        ("Friday 4", "We could not read"),
        ("Decimal 4", "We could not read “Decimal 4”."),
        ("4", "We could not read “4”."),
        ("124", "We could not read “124”."),
        ("12/4" + " " * 3 + "x" * LONGEST, "We could not read"),
    ],
)
def test_what_means_no_day_is_refused_with_its_place_and_value(text: str, said: str) -> None:
    assert said in refusal(text)


@pytest.mark.parametrize(
    ("text", "today", "meant"),
    [
        ("6/5", "2026-11-25", "2027-06-05"),
        ("9/1", "2026-11-25", "2026-09-01"),
        ("1/15", "2026-12-30", "2027-01-15"),
        ("12/30", "2027-01-02", "2026-12-30"),
        ("9/1", "2027-06-01", "2026-09-01"),  # in the year that runs; the field asks about it
        ("7/15", "2026-11-25", "2027-07-15"),  # not in the year: the next one
        ("11/25", "2026-11-25", "2026-11-25"),
    ],
)
def test_without_a_year_it_is_the_nearest_day_of_the_school_year(
    text: str, today: str, meant: str
) -> None:
    assert day(text, dt.date.fromisoformat(today)) == dt.date.fromisoformat(meant)


def test_without_a_calendar_it_is_the_next_day_of_that_name() -> None:
    assert read_day("6/5", today=TODAY) == dt.date(2027, 6, 5)
    assert read_day("9/1", today=TODAY) == dt.date(2027, 9, 1)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Friday", dt.date(2026, 11, 20)),
        ("el lunes", dt.date(2026, 11, 23)),
        ("Wednesday", TODAY),
        ("yesterday", dt.date(2026, 11, 24)),
        ("ayer", dt.date(2026, 11, 24)),
        ("11/3", dt.date(2026, 11, 3)),
        ("tomorrow", dt.date(2026, 11, 26)),
    ],
)
def test_of_a_day_that_is_over_a_weekday_is_the_last_one(text: str, meant: dt.date) -> None:
    assert read_day(text, today=TODAY, school_year=lambda: YEAR, over=True) == meant


def test_today_and_tomorrow_are_days() -> None:
    assert day("today") == day("hoy") == TODAY
    assert day("tomorrow") == day("mañana") == TODAY + dt.timedelta(days=1)


DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))


@given(meant=DAYS, today=DAYS)
def test_a_full_date_is_that_day_in_every_way_of_writing_it(meant: dt.date, today: dt.date) -> None:
    d, m, y = meant.day, meant.month, meant.year
    weekday, month = (names[n] for names, n in zip(ENGLISH, (meant.weekday(), m - 1), strict=True))
    dia, mes = (names[n] for names, n in zip(SPANISH, (meant.weekday(), m - 1), strict=True))
    for text in (
        f"{m}/{d}/{y}",
        f"{m:02}/{d:02}/{y % 100:02}",
        f"{m}-{d}-{y}",
        meant.isoformat(),
        f"{month} {d}, {y}",
        f"{weekday}, {month} {d}, {y}",
        f"{weekday[:3]} {month[:3]} {d} {y}",
        f"{d} {month} {y}",
        f"{dia} {d} de {mes} de {y}",
        f"{d} {mes[:3]} {y}",
    ):
        assert day(text, today) == meant, text


@given(meant=DAYS, today=DAYS, weekday=st.integers(0, 6))
def test_a_weekday_that_does_not_fit_is_never_passed_over(
    meant: dt.date, today: dt.date, weekday: int
) -> None:
    text = f"{ENGLISH[0][weekday]} {meant.month}/{meant.day}/{meant.year}"
    if weekday == meant.weekday():
        assert day(text, today) == meant
    else:
        with pytest.raises(TypedDateError):
            day(text, today)


@given(month=st.integers(0, 99), number=st.integers(0, 99), today=DAYS)
def test_a_day_without_a_year_keeps_its_month_and_number_or_is_refused(
    month: int, number: int, today: dt.date
) -> None:
    try:
        meant = day(f"{month}/{number}", today)
    except TypedDateError:
        return
    assert (meant.month, meant.day) == (month, number)


PIECES = [
    *("12", "4", "1", "31", "2026", "26", "/", "-", ",", ".", ":", " ", "th", "de", "of", "at"),
    *("Dec", "mar", "martes", "Fri", "viernes", "diciembre", "May", "pm", "am", "noon", "t", "x"),
]


@given(text=st.lists(st.sampled_from(PIECES), max_size=9).map("".join) | st.text(max_size=80))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    for reader in (
        day,
        read_time,
        lambda typed: read_moment(typed, today=TODAY, school_year=lambda: YEAR),
    ):
        try:
            reader(text)
        except TypedDateError as error:
            assert error.sentence  # noqa: PT017  # to be read is as good an end


@given(text=st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_whatever_is_read_was_there(text: str) -> None:
    """Day, and year where one was written, are among the typed numbers: nothing is made up."""
    try:
        meant = day(text)
    except TypedDateError:
        return
    if not any(c.isdigit() for c in text):
        return  # a day by its name alone
    numbers = {int(part) for part in "".join(c if c.isdigit() else " " for c in text).split()}
    assert meant.day in numbers
    assert all(number == meant.year for number in numbers if number > 99)


# ---------------------------------------------------------------- times
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(
            (text, "13:00")
            for text in (
                "1:00 pm",
                "1pm",
                "1 PM",
                "1 p.m.",
                "13:00",
                "1:00 p. m.",
                "1:00\u00a0p.\u00a0m.",
            )
        ),
        *((text, "12:00") for text in ("noon", "12 pm", "12:00 pm", "mediodía", "12 noon")),
        *(("12 am", "00:00"), ("00:00", "00:00"), ("09:30", "09:30"), ("10:00", "10:00")),
        *(("9 de la mañana", "09:00"), ("3 de la tarde", "15:00"), ("a las 3 pm", "15:00")),
        *(("13:00:00", "13:00"), ("8:05a", "08:05")),
    ],
)
def test_times_as_people_write_them(text: str, meant: str) -> None:
    assert read_time(text) == dt.time.fromisoformat(meant)


@pytest.mark.parametrize(
    "text",
    ["1:00", "8", "9:30", "24:00", "13:00 pm", "0:30 am", "1:60 pm", "1:5 pm", "midnight", "1;00"],
)
def test_an_ambiguous_or_nonexistent_time_is_refused(text: str) -> None:
    with pytest.raises(TypedDateError):
        read_time(text)


@given(meant=st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_a_time_is_that_time_on_either_clock(meant: dt.time) -> None:
    half = "am" if meant.hour < 12 else "pm"
    assert read_time(f"{meant.hour % 12 or 12}:{meant.minute:02} {half}") == meant
    assert read_time(f"{meant.hour:02}:{meant.minute:02}") == meant


# ---------------------------------------------------------------- both
@pytest.mark.parametrize(
    "text",
    [
        *("12/1/2026 8:00 am", "12/1 8am", "Dec 1, 8 am", "Tue Dec 1, 2026, 8:00 am"),
        *("Dec 1 at 8am", "2026-12-01 08:00", "2026-12-01T08:00:00", "12/1/26 @ 8:00 a.m."),
        "martes 1 de diciembre a las 8 de la mañana",
    ],
)
def test_a_day_with_its_time(text: str) -> None:
    meant = read_moment(text, today=TODAY, school_year=lambda: YEAR)
    assert meant == dt.datetime.fromisoformat("2026-12-01T08:00")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Friday 7am", "2026-11-27T07:00"),
        ("Fri 7:00 am", "2026-11-27T07:00"),
        ("next Tuesday at 8:30 am", "2026-12-01T08:30"),
        ("el viernes a las 7 de la mañana", "2026-11-27T07:00"),
        ("tomorrow 8 am", "2026-11-25T08:00"),
        ("Fri 12/4 7am", "2026-12-04T07:00"),
    ],
)
def test_a_day_of_the_week_with_its_time(text: str, meant: str) -> None:
    found = read_moment(text, today=dt.date(2026, 11, 24))
    assert found == dt.datetime.fromisoformat(meant)


def test_an_hour_that_may_be_two_is_asked_about() -> None:
    with pytest.raises(TypedDateError, match="in the morning or in the afternoon"):
        read_moment("tomorrow 8", today=dt.date(2026, 11, 24))


def test_a_day_without_a_time_is_not_a_moment() -> None:
    with pytest.raises(TypedDateError, match="has no time"):
        read_moment("12/1/2026", today=TODAY)


@pytest.mark.parametrize("text", ["1:00", "1:00 pm", "noon", " 8am "])
def test_a_time_without_a_day_is_not_a_moment(text: str) -> None:
    with pytest.raises(TypedDateError, match="has no day"):
        read_moment(text, today=TODAY)


@given(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), st.integers(0, 6))
def test_a_wrong_weekday_is_refused_with_the_nearest_day_of_that_name(
    day: dt.date, weekday: int
) -> None:
    assume(day.weekday() != weekday)
    with pytest.raises(TypedDateError) as refused:
        read_day(f"{calendar.day_name[weekday]} {day.isoformat()}", today=TODAY)
    near = [day + dt.timedelta(days=away) for away in (-3, -2, -1, 1, 2, 3)]
    [nearest] = [each for each in near if each.weekday() == weekday]
    assert f"The nearest {calendar.day_name[weekday]} is {nearest:%B} {nearest.day}," in str(
        refused.value
    )


# ---------------------------------------------------------------- said back
def test_it_is_repeated_in_words() -> None:
    assert echo_of(DECEMBER_4, today=TODAY).text == "Friday, December 4, 2026"
    assert echo_of(dt.time(13), today=TODAY).text == "1:00 pm"
    moment = echo_of(dt.datetime.fromisoformat("2026-12-01T08:00"), today=TODAY)
    assert (moment.text, moment.state) == ("Tuesday, December 1, 2026, 8:00 am", UNDERSTOOD)


def test_a_day_that_is_over_is_asked_about() -> None:
    echo = echo_of(TODAY - dt.timedelta(days=1), today=TODAY)
    assert echo.state == PAST
    assert echo.text.endswith("this day has passed. Is it right?")


def test_it_is_reported_in_spanish() -> None:
    with translation.override("es"):
        assert echo_of(DECEMBER_4, today=TODAY).text.startswith("viernes 4 de diciembre")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Fri", "2026-11-27"),
        ("friday", "2026-11-27"),
        ("vie.", "2026-11-27"),
        ("Tues", "2026-12-01"),
        ("el martes", "2026-12-01"),
        ("this Friday", "2026-11-27"),
        ("this Monday", "2026-11-23"),  # over: the field asks about it
        ("next Tuesday", "2026-12-01"),
        ("next Friday", "2026-12-04"),
        ("el próximo viernes", "2026-12-04"),
        ("el viernes que viene", "2026-12-04"),
    ],
)
def test_a_day_by_its_name_is_one_day(text: str, meant: str) -> None:
    assert day(text, dt.date(2026, 11, 25)) == dt.date.fromisoformat(meant)
