"""The screens for a school year: its form with days, and the import in two steps."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse
from lxml import html
from wagtail.admin.panels import get_edit_handler

from district_cms.people.models import User
from district_cms.schools.calendar.views import CalendarImportView
from district_cms.schools.models import NoSchoolDay, SchoolYear, Term
from district_cms.urls import urlpatterns as site_patterns

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

FILES = Path(__file__).parents[2] / "data" / "calendars"
ADDRESS = "/calendar-import/{}/"

urlpatterns = [
    path("calendar-import/<int:pk>/", CalendarImportView.as_view()),
    *site_patterns,
]


@pytest.fixture
def year() -> SchoolYear:
    return SchoolYear.objects.create(
        name="2026-27", first_day=dt.date(2026, 8, 31), last_day=dt.date(2027, 6, 11)
    )


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("office@larkspur.example"))
    return client


def send(client: Client, year: SchoolYear, name: str, **data: str) -> HttpResponse:
    file = SimpleUploadedFile(name, (FILES / name).read_bytes())
    return client.post(ADDRESS.format(year.pk), {"file": file, **data})


def confirm(client: Client, year: SchoolYear, token: str) -> HttpResponse:
    return client.post(ADDRESS.format(year.pk), {"token": token}, follow=True)


def token(response: HttpResponse) -> str:
    (field,) = html.fromstring(response.content).xpath("//input[@name='token']")
    return str(field.get("value"))


def text(response: HttpResponse) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def test_the_preview_shows_the_changes_and_stores_nothing(editor: Client, year: SchoolYear) -> None:
    NoSchoolDay.objects.create(school_year=year, day=dt.date(2026, 9, 7), name="Labour day")
    NoSchoolDay.objects.create(school_year=year, day=dt.date(2026, 12, 4), name="Snow")
    shown = text(send(editor, year, "larkspur.ics", replace="on"))
    assert "No School - Labor Day (until now Labour day)" in shown
    assert "Removed Friday, December 4, 2026 Snow" in shown
    assert "Added Wednesday, November 11, 2026 Veterans Day" in shown
    assert "Term added August 31, 2026 to January 15, 2027 First semester" in shown
    assert "Picture day 2026-10-01 Not recognized" in shown
    assert NoSchoolDay.objects.count() == 2
    assert not Term.objects.exists()


def test_mistakes_are_listed_with_their_place_and_cannot_be_confirmed(
    editor: Client, year: SchoolYear
) -> None:
    response = send(editor, year, "many_mistakes.csv")
    shown = text(response)
    assert "There are 10 mistakes in the file. Nothing was changed." in shown
    assert "Line 3 date 24/11/2026 There is no such date." in shown
    assert not html.fromstring(response.content).xpath("//input[@name='token']")


def test_a_file_that_changes_nothing_says_so(editor: Client, year: SchoolYear) -> None:
    confirm(editor, year, token(send(editor, year, "larkspur_2026_27.csv")))
    response = send(editor, year, "larkspur_2026_27.csv")
    assert "Nothing to do" in text(response)
    assert not html.fromstring(response.content).xpath("//input[@name='token']")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("calendar.pdf", b"%PDF", "cannot be read here"),
        ("calendar.csv", b"a" * (2 * 1024 * 1024 + 1), "too big"),
        ("calendar.csv", b"", "empty"),
    ],
)
def test_a_file_that_is_not_a_calendar_is_refused_at_the_field(
    editor: Client, year: SchoolYear, name: str, data: bytes, message: str
) -> None:
    response = editor.post(ADDRESS.format(year.pk), {"file": SimpleUploadedFile(name, data)})
    assert message in text(response)


def test_only_those_who_may_change_school_years_may_import(
    client: Client, year: SchoolYear
) -> None:
    client.force_login(User.objects.create_user("teacher@larkspur.example"))
    assert client.get(ADDRESS.format(year.pk)).status_code == 403


# ---------------------------------------------------------------- the form of a year


def form_of(year: SchoolYear, **changes: str) -> dict[str, str]:
    day = NoSchoolDay.objects.get(school_year=year)
    return {
        "name": year.name,
        "first_day": str(year.first_day),
        "last_day": str(year.last_day),
        "terms-TOTAL_FORMS": "0",
        "terms-INITIAL_FORMS": "0",
        "no_school_days-TOTAL_FORMS": "2",
        "no_school_days-INITIAL_FORMS": "1",
        "no_school_days-0-id": str(day.pk),
        "no_school_days-0-day": str(day.day),
        "no_school_days-0-name": day.name,
        "no_school_days-1-day": "2026-11-11",
        "no_school_days-1-name": "Veterans Day",
        **changes,
    }


@pytest.fixture
def year_with_a_day(year: SchoolYear) -> SchoolYear:
    NoSchoolDay.objects.create(school_year=year, day=dt.date(2026, 9, 7), name="Labor Day")
    return year


def validate(year: SchoolYear, data: dict[str, str]) -> tuple[bool, str]:
    form_class = get_edit_handler(SchoolYear).get_form_class()
    form = form_class(data, instance=SchoolYear.objects.get(pk=year.pk))
    if valid := form.is_valid():
        form.save()
    rows = [row.errors for row in form.formsets["no_school_days"].forms]
    return valid, f"{form.errors} {rows} {form.formsets['no_school_days'].non_form_errors()}"


def test_days_are_checked_against_the_years_dates_in_the_same_form(
    year_with_a_day: SchoolYear,
) -> None:
    changes = {"last_day": "2027-06-18", "no_school_days-1-day": "2027-06-17"}
    valid, errors = validate(year_with_a_day, form_of(year_with_a_day, **changes))
    assert valid, errors


def test_a_day_outside_the_new_dates_is_an_error_at_that_day(
    year_with_a_day: SchoolYear,
) -> None:
    valid, errors = validate(year_with_a_day, form_of(year_with_a_day, first_day="2026-09-08"))
    assert not valid
    assert "September 7, 2026 is not in the school year 2026-27" in errors


def test_the_same_day_twice_in_the_form_is_an_error(year_with_a_day: SchoolYear) -> None:
    changes = {"no_school_days-1-day": "2026-09-07"}
    valid, errors = validate(year_with_a_day, form_of(year_with_a_day, **changes))
    assert not valid
    assert errors


def test_saving_a_snow_day_announces_the_posting_day_that_moves(
    editor: Client, year: SchoolYear
) -> None:
    def save(*days: str) -> str:
        sent = {
            "name": year.name,
            "first_day": "2026-08-31",
            "last_day": "2027-06-11",
            "terms-TOTAL_FORMS": "0",
            "terms-INITIAL_FORMS": "0",
            "no_school_days-TOTAL_FORMS": str(len(days)),
            "no_school_days-INITIAL_FORMS": "0",
        }
        for number, day in enumerate(days):
            sent |= {f"no_school_days-{number}-day": day, f"no_school_days-{number}-name": "Snow"}
        return text(editor.post(reverse("school-years:edit", args=[year.pk]), sent, follow=True))

    said = save("2026-12-01")
    assert "The posting day Tuesday, December 1 moves to Wednesday, December 2." in said
    # A day without a posting day moves nothing.
    NoSchoolDay.objects.all().delete()
    assert "posting day" not in save("2026-12-03")
