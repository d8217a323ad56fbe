"""What parents type, and what must come first: one small district, made once."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from classroom.models import ClassroomPage, TeacherPage
from district_cms.people.roles import Role
from district_cms.schools.models import SameWords, SchoolPage
from district_cms.schools.search.finding import find
from district_cms.schools.search.named import Narrowed
from tests.factories.activities import make_activity, make_post, post_content
from tests.factories.district import District
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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november", "filled")]

SCHOOL, HIGH, MIDDLE = "Juniper Creek Elementary", "Larkspur High", "Larkspur Middle"
RIVERA, OKAFOR, NUNEZ = "Ms. Rivera", "Mr. Okafor", "Sra. Núñez"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The first titles, in this order; those in braces in any order after them."""

    query: str
    first: tuple[str, ...]
    among: frozenset[str] = frozenset()


def _(query: str, *first: str, among: tuple[str, ...] = ()) -> Wanted:
    return Wanted(query, first, frozenset(among))


HERS: Final = ("Math 3", "Reading 3", "Science 3")
SEARCHES: Final = (
    # A teacher, with all classes.
    _("Ms. Rivera", RIVERA, among=HERS),
    _("Rivera", RIVERA, among=HERS),
    _("mrs rivera", RIVERA, among=HERS),
    _("Elena Rivera", RIVERA, among=HERS),
    _("RIVERA", RIVERA),
    _("maestra rivera", RIVERA, among=HERS),
    _("teacher rivera", RIVERA),
    _("Rivera's class", "Math 3", "Reading 3", "Science 3"),
    _("rivra", RIVERA, among=HERS),
    _("riviera", RIVERA),
    _("rivera math", "Math 3"),
    _("ms rivera juniper creek", RIVERA),
    _("mr okafor", OKAFOR, "Matemáticas 5", "Biology"),
    _("okafr", OKAFOR),
    _("nunez", NUNEZ, "Español 1"),
    _("Núñez", NUNEZ, "Español 1"),
    _("sra nuñez", NUNEZ),
    _("oreilly", "Coach O’Reilly"),
    _("coach o'reilly", "Coach O’Reilly"),
    # A class.
    _("math 3", "Math 3"),
    _("Biology", "Biology"),
    _("biologia", "Biology"),
    _("biolgy", "Biology"),
    _("science", "Science 3"),
    _("ciencias", "Science 3"),
    _("lectura", "Reading 3"),
    _("matemáticas 5", "Matemáticas 5"),
    _("matematicas 5", "Matemáticas 5"),
    _("math 5", "Matemáticas 5"),
    _("matemticas 5", "Matemáticas 5"),
    _("spanish", "Español 1"),
    _("period 2", "Biology"),
    _("gym", "Physical Education"),
    _("PE", "Physical Education"),
    _("educación física", "Physical Education"),
    _("room 12", "Math 3"),
    _("salón 12", "Math 3"),
    # A grade.
    _("3rd grade", "Ms. Rivera", among=HERS),
    _("third grade", "Ms. Rivera", among=HERS),
    _("tercer grado", "Ms. Rivera", among=HERS),
    _("grado 3", "Ms. Rivera", among=HERS),
    _("math teacher rivera", RIVERA),
    _("grade 3 teacher", RIVERA),
    _("third grade reading", "Reading 3"),
    _("5th grade math", "Matemáticas 5"),
    _("kindergarten", "Coach O’Reilly", "Physical Education"),
    _("kinder", "Coach O’Reilly", "Physical Education"),
    # A school.
    _("juniper creek", SCHOOL),
    _("junper creek", SCHOOL),
    _("juniper creek elementary school", SCHOOL),
    _("larkspur high", HIGH),
    _("larkspur high school", HIGH),
    _("larkspur hgih", HIGH),
    _("preparatoria larkspur", HIGH),
    _("larkspur middle", MIDDLE),
    _("high school biology", "Biology"),
    # News, activities, pages, what stands in a text.
    _("soccer", "Girls soccer"),
    _("futbol", "Girls soccer"),
    _("socer", "Girls soccer"),
    _("juniper creek news", "Juniper Creek news"),
    _("noticias", "Juniper Creek news"),
    _("book fair", "The book fair is here"),
    _("lunch menu", "Lunch menus"),
    _("almuerzo", "Lunch menus"),
    _("quarters", "Fractions on a number line"),
    _("number line", "Fractions on a number line"),
)  # fmt: skip


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
    make_post(news, **post_content(title="The book fair is here"))
    make_update(district.classroom, **update_content(district.curriculum))


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
    ids = find(query, Narrowed(), dt.date(2026, 11, 10)).page_ids[:10]
    found = Page.objects.in_bulk(ids)
    return [found[pk].title for pk in ids]


def test_what_a_parent_looks_for_comes_first() -> None:
    assert len(SEARCHES) >= 60
    wrong = []
    for wanted in SEARCHES:
        found = first_titles(wanted.query)
        if tuple(found[: len(wanted.first)]) != wanted.first or not wanted.among <= set(found):
            wrong.append(f"{wanted.query}: {found[:5]}, not {wanted.first} {set(wanted.among)}")
    assert not wrong, "\n".join(wrong)


def test_a_result_says_whose_class_it_is_which_grade_and_room_and_when_it_is_updated(
    client: Client,
) -> None:
    response = client.get("/search/", {"q": "math 3"})
    hit = response.context["results_page"][0]
    assert hit["where"] == [RIVERA, SCHOOL]
    assert (hit["details"], hit["room"]) == (["Grade 3"], "12")
    assert (hit["updated_on"], hit["next_due"]) == (dt.date(2026, 11, 10), dt.date(2026, 12, 1))
    assert "Next update Tuesday, December 1" in response.content.decode()


def test_results_are_narrowed_to_a_school_and_to_a_grade(client: Client) -> None:
    assert titles(client, "math", school="larkspur-high") == ["Matemáticas 5", OKAFOR]
    assert "Math 3" in titles(client, "math", grade="03")
    assert "Matemáticas 5" not in titles(client, "math", grade="03")
    assert titles(client, "quarters", school="juniper-creek") == ["Fractions on a number line"]
    assert titles(client, "quarters", grade="03") == ["Fractions on a number line"]
    assert titles(client, "quarters", school="larkspur-high") == []
    assert titles(client, "quarters", grade="05") == []
    # What no form offers narrows nothing.
    assert titles(client, "biology", school="nowhere", grade="99") == ["Biology"]


def test_another_spelling_is_said(client: Client) -> None:
    response = client.get("/search/", {"q": "junper creek"})
    assert response.context["read_as"] == "juniper creek"
    assert "“junper creek”" in response.content.decode()
    assert client.get("/search/", {"q": "juniper creek"}).context["read_as"] == ""


def test_what_is_suggested_finds_the_same_page_again(client: Client) -> None:
    (suggested, *_others) = client.get("/search/suggestions/?q=rive").json()["suggestions"]
    assert suggested == f"{RIVERA}, {SCHOOL}"
    assert titles(client, suggested)[0] == RIVERA
    assert client.get("/search/suggestions/?q=r").json() == {"suggestions": []}
    # The class that was chosen, and not the teacher who has all its words, too.
    assert titles(client, f"Math 3, {RIVERA}, {SCHOOL}")[0] == "Math 3"


def test_a_word_that_is_begun_with_a_letter_is_suggested(client: Client) -> None:
    def suggested(query: str) -> list[str]:
        return client.get("/search/suggestions/", {"q": query}).json()["suggestions"]

    assert f"{RIVERA}, {SCHOOL}" in suggested("Ms. R")
    assert HIGH in suggested("larkspur h")
    assert suggested("larkspur q") == []


def test_the_box_offers_schools_subjects_and_grades_without_a_script(client: Client) -> None:
    page = client.get("/search/").content.decode()
    for offered in (HIGH, "Mathematics", "Grade 3"):
        assert f'<option value="{offered}">' in page


def test_the_office_decides_what_means_the_same(client: Client) -> None:
    assert titles(client, "voley") == []
    SameWords.objects.create(words="voley, girls soccer")
    assert titles(client, "voley") == ["Girls soccer"]
