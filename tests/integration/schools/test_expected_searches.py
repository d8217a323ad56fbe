"""Queries that parents type, and their expected first results, in a small district."""

import datetime as dt
import html
import re
from collections.abc import Iterator

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoDbBlocker

from classroom.models import ClassroomPage, TeacherPage
from district_cms.activities.models import ActivityPage
from district_cms.people.roles import Role
from district_cms.schools.models import CurriculumPage, NoSchoolDay, SchoolPage
from district_cms.schools.search.answers import find
from district_cms.schools.search.index import refresh_listing
from district_cms.schools.search.matching import SearchFilter
from district_cms.schools.search.results import result_rows
from district_cms.schools.search.sources import listings
from tests.factories.activities import make_activity, make_post, post_content
from tests.factories.district import District
from tests.factories.editor import make_document
from tests.factories.pages import (
    make_classroom,
    make_curriculum_page,
    make_school,
    make_standard_page,
    make_teacher_page,
    make_update,
    update_content,
)
from tests.factories.people import make_staff
from tests.integration.conftest import made_for_a_module
from tests.integration.schools.expected_searches import (
    HIGH,
    NUNEZ,
    OKAFOR,
    RIVERA,
    SCHOOL,
    SEARCHES,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november", "filled")]


def fill(district: District) -> None:
    """Two teachers at the first school, two at a high school, an activity, news and a page."""
    home, school = district.home, district.school
    room = ClassroomPage.objects.get(pk=district.classroom.pk)
    room.room = "Room 12"
    room.save_revision().publish()
    make_classroom(district.teacher_page, title="Reading 3", subject="reading")
    make_classroom(district.teacher_page, title="Science 3", subject="science")
    high = make_school(home, title=HIGH, slug="larkspur-high", kind="high")

    def teacher(at: SchoolPage, title: str, given: str, family: str) -> TeacherPage:
        staff = make_staff((Role.TEACHER, at), given_name=given, family_name=family)
        return make_teacher_page(at, staff, title=title)

    coach = teacher(school, "Coach O’Reilly", "Pat", "O’Reilly")
    make_classroom(
        coach, title="Physical Education", subject="physical-education", grade_levels=["KG"]
    )
    okafor = teacher(high, OKAFOR, "Chidi", "Okafor")
    make_classroom(okafor, title="Matemáticas 5", grade_levels=["05"])
    make_classroom(
        okafor,
        title="Biology",
        subject="science",
        grade_levels=["09", "10"],
        section="Period 2",
        room="204",
    )
    nunez = teacher(high, NUNEZ, "Lucía", "Núñez")
    make_classroom(nunez, title="Español 1", subject="world-languages", grade_levels=["09"])
    make_curriculum_page(home, title="Grade 3 mathematics", slug="grade-3-mathematics")
    make_standard_page(home, title="Lunch menus", slug="lunch-menus")
    make_activity(high, title="Girls soccer", kind="athletics", meets="Tuesdays, field 2")
    news = make_activity(school, title="Juniper Creek news", kind="news")
    told = [("prose", "<p>Después, una excursión al río.</p>")]
    theater = ("event", {"title": "Puppet theater", "date": dt.date(2026, 11, 20)})
    make_post(
        news, **{**post_content(title="The book fair is here"), "body": told, "events": [theater]}
    )
    content = update_content(district.curriculum)
    said = ("prose", "<p>Evaluación de fracciones el jueves.</p>")
    evening = ("event", {"title": "Math evening", "date": dt.date(2026, 11, 19), "place": "Gym"})
    content |= {"lesson": [*content["lesson"], said], "events_none": False, "events": [evening]}
    make_update(district.classroom, **content)
    fill_the_office(district)


def fill_the_office(district: District) -> None:
    """Days of the school year, a principal with a name, and a document on a page."""
    days = [("Thanksgiving break", 2026, 11, (25, 26, 27)), ("Spring break", 2027, 3, (22, 23))]
    for name, year, month, numbers in days:
        for number in numbers:
            day = dt.date(year, month, number)
            NoSchoolDay.objects.create(school_year=district.year, day=day, name=name)
    school = SchoolPage.objects.get(pk=district.school.pk)
    school.phone = "406-555-0101"
    school.save_revision().publish()
    staff = district.principal_staff
    staff.given_name, staff.family_name, staff.title = "Ada", "Quill", "Principal"
    staff.save()
    supplies = make_document("Third grade supplies")
    page = make_standard_page(district.school, title="Before the year begins")
    page.body = [("document", {"document": supplies, "text": "", "language": ""})]
    page.save_revision().publish()
    for name in listings():
        refresh_listing(name=name)


@pytest.fixture(scope="module")
def filled_once(built: District, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with made_for_a_module(django_db_blocker, lambda: fill(built)):
        yield


@pytest.fixture
def filled(filled_once: None, db: None) -> None:
    """The district, filled."""


def titles(client: Client, query: str, **more: str) -> list[str]:
    response = client.get("/search/", {"q": query, **more})
    return [hit["title"] for hit in response.context["results_page"]]


def first_titles(query: str) -> list[str]:
    hits = find(query, SearchFilter(), dt.date(2026, 11, 10)).hits[:10]
    request = RequestFactory().get("/search/")
    return [str(hit["title"]) for hit in result_rows(hits, request)]


def test_the_result_that_a_parent_wants_comes_first() -> None:
    assert len(SEARCHES) >= 100
    wrong = []
    for wanted in SEARCHES:
        found = first_titles(wanted.query)
        if tuple(found[: len(wanted.first)]) != wanted.first or not wanted.among <= set(found):
            wrong.append(f"{wanted.query}: {found[:5]}, not {wanted.first} {set(wanted.among)}")
    assert not wrong, "\n".join(wrong)


def test_a_grade_and_a_school_give_the_homeroom_first() -> None:
    page = TeacherPage.objects.get(title=RIVERA)
    make_classroom(page, title="Our year", subject="homeroom")
    for query in ("third grade juniper creek", "juniper creek 3rd grade", "tercer grado"):
        assert first_titles(query)[0] == "Our year", query
    assert first_titles("third grade reading")[0] == "Reading 3"
    assert first_titles("grade 3 teacher")[0] == RIVERA


def test_news_named_after_the_query_comes_before_the_curriculum() -> None:
    curriculum = CurriculumPage.objects.get(title="Grade 3 mathematics")
    curriculum.summary = "Measuring and fractions."
    curriculum.save_revision().publish()
    assert first_titles("measuring") == ["Grade 3 mathematics"]
    news = ActivityPage.objects.get(title="Juniper Creek news")
    make_post(news, **post_content(title="Measuring day at the fair"))
    assert first_titles("measuring") == ["Measuring day at the fair", "Grade 3 mathematics"]
    assert first_titles("grade 3 mathematics")[0] == "Grade 3 mathematics"


def test_results_are_filtered_by_school_and_grade(client: Client) -> None:
    assert titles(client, "math", school="larkspur-high") == ["Matemáticas 5", OKAFOR]
    assert "Math 3" in titles(client, "math", grade="03")
    assert "Matemáticas 5" not in titles(client, "math", grade="03")
    assert titles(client, "quarters", school="juniper-creek") == ["Fractions on a number line"]
    assert titles(client, "quarters", grade="03") == ["Fractions on a number line"]
    assert titles(client, "quarters", school="larkspur-high") == []
    assert titles(client, "quarters", grade="05") == []
    # Values that no form offers filter nothing.
    assert titles(client, "biology", school="nowhere", grade="99") == ["Biology"]


def test_a_filter_without_words_lists_classes(client: Client) -> None:
    assert titles(client, "", grade="03") == ["Math 3", "Reading 3", "Science 3"]
    assert titles(client, "", school="larkspur-high") == ["Biology", "Español 1", "Matemáticas 5"]
    assert titles(client, " ", school="larkspur-high", grade="05") == ["Matemáticas 5"]
    said = client.get("/search/?grade=03").text
    assert re.search(r'<h2[^>]* id="results-title">\s*3 classes\s*</h2>', said)
    assert '<option value="03" selected>' in said
    nothing = client.get("/search/?grade=12&school=larkspur-high").text
    assert "There are no classes with this school and grade" in nothing


def test_a_corrected_spelling_is_shown(client: Client) -> None:
    response = client.get("/search/", {"q": "junper creek"})
    assert response.context["read_as"] == "juniper creek"
    assert "“junper creek”" in response.content.decode()
    assert client.get("/search/", {"q": "juniper creek"}).context["read_as"] == ""


def test_a_suggestion_finds_its_page(client: Client) -> None:
    (suggested, *_others) = client.get("/search/suggestions/?q=rive").json()["suggestions"]
    assert suggested == f"{RIVERA}, {SCHOOL}"
    assert titles(client, suggested)[0] == RIVERA
    assert client.get("/search/suggestions/?q=r").json() == {"suggestions": []}
    # The chosen class comes first, not its teacher, who matches all words too.
    assert titles(client, f"Math 3, {RIVERA}, {SCHOOL}")[0] == "Math 3"


def test_every_search_box_gets_the_same_suggestions_on_focus(
    client: Client,
) -> None:
    page = client.get(TeacherPage.objects.get(title=RIVERA).url).text
    box = re.search(r'<input[^>]*id="site-search"[^>]*>', page)[0]  # type: ignore[index]
    assert 'list="site-search-list"' in box
    assert 'data-suggestions="/search/suggestions/"' in box
    assert '<datalist id="site-search-list"></datalist>' in page
    assert '<script type="module" src="/static/js/search_suggestions' not in page
    brought = client.get("/search/suggestions/").json()["suggestions"]
    large = re.findall(r'<option value="([^"]*)"', client.get("/search/").text)
    assert [html.escape(text) for text in brought] == large[: len(brought)]
    assert {HIGH, "Mathematics", "Grade 3"} <= set(brought)
    spanish = client.get("/search/suggestions/?lang=es").json()["suggestions"]
    assert {HIGH, "Matemáticas"} <= set(spanish)
