"""Around the short form: existing drafts, live updates, the page after submission, expired
sessions."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import ClassroomPage, UpdatePage
from district_cms.moderation.models import ReviewSettings
from district_cms.schools.models import NoSchoolDay
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.integration.classroom.composing import JSON, address, compose, form_of, tree, typed
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(district: District, client: Client, clock: Clock) -> Client:
    clock("2026-11-24 08:00")
    client.force_login(district.teacher)
    return client


@pytest.fixture
def section(district: District) -> ClassroomPage:
    return make_classroom(district.teacher_page, title="Math 3", section="Period 2")


def words(response: Any) -> str:
    return " ".join(tree(response).text_content().split())


def links(response: Any) -> dict[str, str]:
    """Returns {link text: address} for links outside the menu."""
    found = tree(response).xpath("//div[contains(@class, 'composer')]//a")
    return {" ".join(each.text_content().split()): each.get("href") for each in found}


def test_where_updates_go_live_at_once_no_approval_is_promised(
    district: District, teacher: Client
) -> None:
    ReviewSettings.load().read_later_schools.set([district.school])
    walk = Walk.begin(district).submit()
    for form in ("classroom_compose_draft", "wagtailadmin_pages:edit"):
        shown = words(teacher.get(reverse(form, args=[walk.pk])))
        assert "Families read what is live until you publish your changes." in shown
        assert "until the principal approves" not in shown


def test_a_draft_that_is_opened_again_still_asks_about_a_day_without_school(
    district: District, teacher: Client
) -> None:
    NoSchoolDay.objects.create(
        school_year=district.year, day=dt.date(2026, 12, 4), name="Teachers' day"
    )
    compose(teacher, [district.classroom], typed(district, save="x"))
    again = teacher.get(reverse("classroom_compose_draft", args=[UpdatePage.objects.get().pk]))
    assert "Friday, December 4, 2026: no school on this day (Teachers' day)." in words(again)


def test_the_next_page_offers_the_other_sections_and_the_next_class(
    district: District, teacher: Client, section: ClassroomPage
) -> None:
    reading = make_classroom(district.teacher_page, title="Reading 3")
    answer = compose(teacher, [district.classroom], typed(district, submit="x"))
    done = teacher.get(answer.url)
    update = UpdatePage.objects.get()
    found = links(done)
    [others] = tree(done).xpath("//h2[.='Your other classes']/following-sibling::ul[1]")
    assert [a.get("href") for a in others.xpath(".//a")] == [address(section), address(reading)]
    assert found["Post an update for Reading 3"] == address(reading)
    assert "Still a draft" not in words(done)

    too = found["Post this one to my other sections too"]
    assert too == reverse("classroom_other_sections", args=[update.pk])
    assert teacher.get(too).status_code == 200
    teacher.post(too, {"classrooms": [section.pk]})
    copy = UpdatePage.objects.child_of(section).get()
    assert copy.batch_id == UpdatePage.objects.get(pk=update.pk).batch_id
    # From now on the page lists the copy that nobody submitted.
    again = teacher.get(answer.url)
    draft = reverse("classroom_compose_draft", args=[copy.pk])
    assert links(again)[f"Math 3, Period 2: continue “{copy.draft_title}”"] == draft
    assert "Still a draft" in words(again)


def test_a_title_is_offered_from_the_first_words(district: District, teacher: Client) -> None:
    saved = compose(teacher, [district.classroom], typed(district, save="x"))
    [button] = tree(teacher.get(saved.url)).xpath("//button[@name='entitle']")
    assert button.text_content() == "Call it “We place halves on a number line”"
    form = form_of(teacher.get(saved.url))
    titled = teacher.post(saved.url, {**form, "entitle": "first"})
    assert UpdatePage.objects.get().title == "We place halves on a number line"
    assert not tree(teacher.get(titled.url)).xpath("//button[@name='entitle']")


@pytest.mark.parametrize(
    ("lesson", "title"),
    [
        ("Is it so? We will see.", "Is it so?"),
        ("Fractions:\nhalves", "Fractions"),
        ("many words " * 20, "many words many words many words many words many words many words"),
        ("", ""),
    ],
)
def test_a_title_is_a_sentence_or_whole_words(
    lesson: str, title: str, district: District, teacher: Client
) -> None:
    form = {**form_of(teacher.get(address(district.classroom))), "lesson": lesson, "title": ""}
    answer = teacher.post(address(district.classroom), form, headers=JSON).json()
    assert (f"Call it “{title}”" in answer["offer"]) is bool(title)
    assert "See it as families do" in answer["foot"]


def test_a_draft_is_deleted_and_a_live_update_is_not(district: District, teacher: Client) -> None:
    saved = compose(teacher, [district.classroom], typed(district, save="x"))
    found = links(teacher.get(saved.url))
    update = UpdatePage.objects.get()
    page = found["See it as families do (opens in a new window)"]
    assert "We place halves" in teacher.get(page).text
    gone: Any = teacher.post(found["Delete this draft"])
    assert gone.url == reverse("wagtailadmin_home")
    assert not UpdatePage.objects.filter(pk=update.pk).exists()
    walk = Walk.begin(district).submit().approve()
    assert "Delete this draft" not in links(
        teacher.get(reverse("classroom_compose_draft", args=[walk.pk]))
    )


def test_a_submitted_update_opens_in_the_short_form(district: District, teacher: Client) -> None:
    answer = compose(teacher, [district.classroom], typed(district, submit="x"))
    update = UpdatePage.objects.get()
    back: Any = teacher.get(reverse("classroom_compose_draft", args=[update.pk]))
    assert back.url == answer.url
    found = links(teacher.get(back.url))
    assert found["See it as families do (opens in a new window)"]
    assert found["Take it back"] == reverse("classroom_take_back", args=[update.pk])
    home = teacher.get(reverse("wagtailadmin_home")).text
    assert reverse("classroom_compose_draft", args=[update.pk]) in home
