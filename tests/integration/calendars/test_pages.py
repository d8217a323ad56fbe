"""The calendar as a page, what is new and coming on the front page and the schools', and the steps
from update to update."""

import datetime as dt
import re
from html.parser import HTMLParser
from typing import Any, override
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.models import PageViewRestriction

from classroom.models import ClassroomPage, UpdatePage
from district_cms.schools.models import NoSchoolDay, SchoolYear, Term
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

FAIR = {"title": "Book fair", "date": dt.date(2026, 11, 19), "start_time": dt.time(15, 0)}


class Links(HTMLParser):
    """{words: address} of a page's links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._address = ""
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._address = dict(attrs).get("href", "") if tag == "a" else self._address

    @override
    def handle_data(self, data: str) -> None:
        if self._address and data.strip():
            self.found.setdefault(data.strip(), self._address)

    @override
    def handle_endtag(self, tag: str) -> None:
        self._address = "" if tag == "a" else self._address


def read(url: str, **more: Any) -> str:
    answer = Client().get(url, **more)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


@pytest.fixture
def lively(district: District, clock: Clock) -> District:
    """A break, a term, news of one school, and of the other a team."""
    for day in (25, 26, 27):
        NoSchoolDay.objects.create(
            school_year=district.year, day=dt.date(2026, 11, day), name="Harvest break"
        )
    Term.objects.create(
        school_year=district.year,
        name="Quarter 2",
        first_day=dt.date(2026, 12, 7),
        last_day=dt.date(2027, 2, 5),
    )
    district.year.save()
    news = make_activity(district.school, title="Otter news", slug="news", kind="news")
    make_post(news, title="The fair is back", events=[("event", FAIR)])
    team = make_activity(district.other_school, title="Wrestling", slug="wrestling")
    meet = {"title": "Home meet", "date": dt.date(2026, 12, 2), "off_campus": True, "place": "Pit"}
    make_post(team, title="Our first meet", events=[("event", meet)])
    clock("2026-11-10 10:00")
    return district


def test_the_calendar_has_the_year_the_schools_and_the_posting_days_by_month(
    lively: District,
) -> None:
    page = read(reverse("calendars:district"))
    order = [
        "November 2026",
        "Book fair",
        "Thursday, November 19",
        "3:00 pm",
        "Otter news, Juniper Creek Elementary",
        "No school: Harvest break",
        "Wednesday, November 25 to Friday, November 27",
        "Posting days",
        "Tuesday, November 24",
        "December 2026",
        "Home meet",
        "Quarter 2 begins",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "Pit" not in page
    assert "Ask the school office" in page


NO_EVENTS = r"(Nothing (?:is|was|more is) planned for this month[^<]*)"


@pytest.mark.parametrize("now, query, said", [
    # After the last day of the month that has anything.
    ("2026-11-28 10:00", "", ["Nothing more is planned for this month."]),
    ("2026-11-28 10:00", "?month=2026-11", []),
    ("2026-11-28 10:00", "?month=2027-01", ["Nothing is planned for this month yet."] * 2),
    # Its first day: nothing is over.
    ("2027-03-01 00:30", "", ["Nothing is planned for this month yet."] * 2),
    ("2027-03-01 00:30", "?month=2027-01", ["Nothing was planned for this month."] * 2),
])  # fmt: skip
def test_a_month_without_events_says_whether_it_is_over(
    lively: District, clock: Clock, now: str, query: str, said: list[str]
) -> None:
    clock(now)
    page = read(reverse("calendars:district") + query)
    assert re.findall(NO_EVENTS, page) == said


def test_the_days_of_this_month_that_are_over_are_one_link_away(
    lively: District, clock: Clock
) -> None:
    clock("2026-11-28 10:00")
    page = read(reverse("calendars:district"))
    assert "Book fair" not in page
    whole = Links(page).found["Show all days of November 2026"]
    there = read(reverse("calendars:district") + whole)
    assert "Book fair" in there
    assert "Show all days of" not in there


def test_a_school_has_its_own_and_what_all_have(lively: District) -> None:
    page = read(reverse("calendars:school", args=[lively.other_school.slug]))
    assert "Home meet" in page
    assert "Harvest break" in page
    assert "Book fair" not in page
    url = reverse("calendars:school", args=[lively.other_school.slug])
    assert f'<link rel="canonical" href="http://localhost{url}">' in page
    assert f'hreflang="es" href="http://localhost{url}?lang=es"' in page
    assert f'og:title" content="{lively.other_school.title}: Calendar"' in page
    assert 'rel="canonical"' not in read(f"{url}?month=2027-05")
    assert Client().get(reverse("calendars:school", args=["no-school"])).status_code == 404


def test_the_calendar_of_a_school_is_found_at_an_address_of_the_school_that_is_an_old_one(
    lively: District, django_capture_on_commit_callbacks: Any
) -> None:
    school = lively.other_school
    before = reverse("calendars:school", args=[school.slug])
    for slug in (school.slug, "lark", "larkspur"):
        school.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            school.save_revision().publish()
    moved = Client().get(f"{before}?lang=es")
    now = reverse("calendars:school", args=["larkspur"])
    assert (moved.status_code, moved["Location"]) == (301, f"{now}?lang=es")
    # Browsers keep a permanent one for ever, and a school may get its address back.
    assert moved["Cache-Control"] == "no-cache"
    PageViewRestriction.objects.create(page=school, restriction_type="login")
    assert Client().get(before).status_code == 404


@pytest.mark.parametrize(
    "month, first",
    [
        ("2027-05", "May 2027"),
        ("2026-10", "October 2026"),
        ("2019-01", "November 2026"),
        ("2099-01", "November 2026"),
        ("2026-13", "November 2026"),
        ("12", "November 2026"),
        ("<b>", "November 2026"),
    ],
)
def test_months_are_turned_as_far_as_the_files_reach(
    district: District, month: str, first: str
) -> None:
    page = read(reverse("calendars:district") + f"?month={month}")
    assert f">{first}</h2>" in page
    assert "<b>" not in page


def test_the_calendar_ends_with_what_the_files_have(district: District) -> None:
    page = read(reverse("calendars:district") + "?month=2027-11")
    assert "Earlier months" in page
    assert "Later months" not in page


def test_each_program_is_given_the_address_in_its_own_way(lively: District) -> None:
    add = Links(read(lively.classroom.url)).found["Add to my calendar"]
    links = Links(read(add)).found
    path = reverse("calendars:file", args=["class", lively.classroom.translation_key, "en"])
    app = links["Apple Calendar: iPhone, iPad, Mac"]
    assert (urlsplit(app).scheme, urlsplit(app).path) == ("webcal", path)
    google = urlsplit(links["Google Calendar: Android, web"])
    assert (google.hostname, parse_qs(google.query)) == ("calendar.google.com", {"cid": [app]})
    outlook = urlsplit(links["Outlook.com"])
    assert outlook.hostname == "outlook.live.com"
    assert parse_qs(outlook.query) == {
        "url": [app.replace("webcal:", "http:")],
        "name": ["Math 3"],
    }
    assert Client().get(path).status_code == 200


def test_the_calendar_speaks_spanish(lively: District) -> None:
    page = read(reverse("calendars:district") + "?lang=es")
    assert "&amp;lang=es" in page[page.index('rel="next"') :][:80]
    # The name is the office's, and read aloud in its language.
    assert 'No hay clases: <span lang="en">Harvest break</span>' in page
    assert 'Comienza <span lang="en">Quarter 2</span>' in page
    for row in (*NoSchoolDay.objects.all(), *Term.objects.all()):
        row.name_es = {"Harvest break": "Descanso de otoño"}.get(row.name, "Período 2")
        row.save()
    SchoolYear.objects.get().save()
    page = read(reverse("calendars:district") + "?lang=es")
    assert "No hay clases: Descanso de otoño" in page
    assert "Comienza Período 2" in page
    assert "No school: Harvest break" in read(reverse("calendars:district"))
    assert "Noviembre de 2026" in page or "noviembre de 2026" in page
    assert "/es.ics" in read(reverse("calendars:district_add"), headers={"accept-language": "es"})


def test_the_front_page_says_what_is_new_and_what_is_coming(lively: District) -> None:
    page = read("/")
    for words in ("The fair is back", "Juniper Creek Elementary", "Book fair", "Harvest break"):
        assert words in page
    links = Links(page).found
    assert links["See the whole calendar"] == links["Calendar"] == reverse("calendars:district")
    assert links["Curriculum"] == lively.curriculum.get_parent().url
    # Not only in the header of every page.
    main = page[page.index("<main") : page.index("</main>")]
    assert Links(main).found["Curriculum"] == lively.curriculum.get_parent().url
    # A team's post is no news of a school, but its day is coming.
    assert "Our first meet" not in page
    assert "Home meet" in page


def test_a_school_says_which_class_pages_are_new(lively: District, clock: Clock) -> None:
    make_update(lively.classroom, **update_content(lively.curriculum))
    clock("2026-11-10 11:00")
    assert "New on class pages" in read(lively.school.url)
    assert "New on class pages" not in read(lively.other_school.url)
    clock("2026-11-25 10:00")
    assert "New on class pages" not in read(lively.school.url)


def test_what_is_closed_comes_nowhere(lively: District) -> None:
    PageViewRestriction.objects.create(page=lively.school, restriction_type="login")
    for url in ("/", reverse("calendars:district"), lively.other_school.url):
        assert "Book fair" not in read(url)
    assert "The fair is back" not in read("/")
    school = reverse("calendars:school", args=[lively.school.slug])
    assert Client().get(school).status_code == 404


def test_a_calendar_is_of_the_classes_of_a_teacher_and_not_of_what_is_in_her(
    district: District,
) -> None:
    assert "What is due and what is coming in the classes of Ms. Rivera," in read(
        district.teacher_page.url
    )
    assert "What is due and what is coming in Math 3," in read(district.classroom.url)


def test_updates_lead_to_the_ones_before_and_after(district: District) -> None:
    plain = update_content(district.curriculum)
    made = [
        make_update(
            district.classroom, **{**plain, "title": title, "period_start": dt.date(2026, 10, day)}
        )
        for title, day in (("First", 6), ("Second", 13), ("Third", 20))
    ]

    def beside(page: UpdatePage) -> tuple[str, ...]:
        context = Client().get(page.url).context
        return tuple(context[name].get("title", "") for name in ("before", "after"))

    assert [beside(page) for page in made] == [
        ("", "Second"),
        ("First", "Third"),
        ("Second", ""),
    ]
    made[1].unpublish()
    assert beside(made[0]) == ("", "Third")


def test_a_class_without_contact_shows_that_of_its_teacher(district: District) -> None:
    ClassroomPage.objects.update(contact_email="", contact_phone="")
    email = district.teacher_staff.email
    assert email in read(district.classroom.url)
    ClassroomPage.objects.update(contact_email="math3@larkspur.example")
    page = read(district.classroom.url)
    assert "math3@larkspur.example" in page
    assert email not in page


def test_the_addresses_of_calendar_files_name_the_sites_own_host(
    district: District, client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = reverse("calendars:district_add")
    text = client.get(page, headers={"host": "old.larkspur.example"}).text
    assert "webcal://localhost/" in text
    assert "//old.larkspur" not in text
