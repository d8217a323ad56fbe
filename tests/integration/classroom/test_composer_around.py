"""Around the short form: what is there already, what is live, what comes after, and who is signed
in no longer."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import ClassroomPage, UpdatePage
from district_cms.moderation.models import ReviewSettings
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_update, update_content
from tests.integration.classroom.composing import COMPOSE, address, compose, form_of, tree, typed
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
    """{what a link says: where it leads}, outside the menu."""
    found = tree(response).xpath("//div[contains(@class, 'composer')]//a")
    return {" ".join(each.text_content().split()): each.get("href") for each in found}


def test_an_update_that_is_there_for_these_days_is_said_before_a_word_is_written(
    district: District, teacher: Client, section: ClassroomPage
) -> None:
    there = make_update(section, **update_content(district.curriculum, title="Halves"))
    shown = teacher.get(address(district.classroom, section))
    assert "Math 3, Period 2 has an update for these days: “Halves” (live)." in words(shown)
    edit = reverse("wagtailadmin_pages:edit", args=[there.pk])
    assert links(shown)["Open it: Halves, Math 3, Period 2"] == edit
    assert "has an update for these days" not in words(teacher.get(address(district.classroom)))


def test_a_live_update_says_its_posting_day_and_how_it_is_taken_down_or_moved(
    district: District, teacher: Client
) -> None:
    walk = Walk.begin(district).submit().approve()
    shown = teacher.get(reverse("classroom_compose_draft", args=[walk.pk]))
    assert (
        "Live. It counts for the posting day Tuesday, November 24. Families read the approved "
        "version until the principal approves your changes. Changing it does not touch the posting "
        "day."
    ) in words(shown)
    found = links(shown)
    assert found["Take it down now"] == reverse("moderation_take_down", args=[walk.pk])
    assert found["Move to another class"] == reverse("classroom_move_update", args=[walk.pk])
    assert "Open the short form" not in found
    # A draft has no posting day, and nobody reads it.
    draft = teacher.get(
        reverse("classroom_compose_draft", args=[Walk.begin(district, title="Thirds").pk])
    )
    assert "Take it down now" not in links(draft)
    assert "A draft; families do not see it yet." in words(draft)


def test_where_updates_go_live_at_once_no_approval_is_promised(
    district: District, teacher: Client
) -> None:
    ReviewSettings.load().read_later_schools.set([district.school])
    walk = Walk.begin(district).submit()
    for form in ("classroom_compose_draft", "wagtailadmin_pages:edit"):
        shown = words(teacher.get(reverse(form, args=[walk.pk])))
        assert "Families read what is live until you publish your changes." in shown
        assert "until the principal approves" not in shown


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
    # The copy that nobody handed in is named there from now on.
    again = teacher.get(answer.url)
    draft = reverse("classroom_compose_draft", args=[copy.pk])
    assert links(again)[f"Math 3, Period 2: go on with “{copy.draft_title}”"] == draft
    assert "Still a draft" in words(again)


def test_sections_are_offered_only_to_who_has_some(district: District, teacher: Client) -> None:
    answer = compose(teacher, [district.classroom], typed(district, submit="x"))
    alone = links(teacher.get(answer.url))
    assert "Your other classes" not in words(teacher.get(answer.url))
    make_classroom(district.teacher_page, title="Reading 3")
    two_courses = links(teacher.get(answer.url))
    assert "Post an update for Reading 3" in two_courses
    for found in (alone, two_courses):
        assert "Post this one to my other sections too" not in found


def test_a_form_that_is_sent_after_the_session_ended_leads_back_to_its_classes(
    district: District, teacher: Client, section: ClassroomPage
) -> None:
    form_there = address(district.classroom, section)
    shown = teacher.get(form_there)
    [action] = tree(shown).xpath("//form[@data-composer]/@action")
    assert action == form_there
    values = {**form_of(shown), "lesson-0": "Typed and not lost", "submit": "x"}
    teacher.logout()
    led: Any = teacher.post(action, values)
    assert parse_qs(urlsplit(led.url).query)["next"] == [form_there]
    assert not UpdatePage.objects.exists()
    # The form there asks the browser for the same text: by account, and by the first class.
    teacher.force_login(district.teacher)
    about, again = (
        tree(each).xpath("//script[@id='kept-text-about']/text()")
        for each in (shown, teacher.get(form_there))
    )
    assert about == again != []


def test_a_form_whose_cookie_is_gone_is_opened_again_with_its_classes(
    district: District, teacher: Client, section: ClassroomPage
) -> None:
    form_there = address(district.classroom, section)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(district.teacher)
    refused = strict.post(form_there, {"class": [district.classroom.pk, section.pk]})
    assert refused.status_code == 403
    [again] = tree(refused).xpath("//a[.='Open the form again']/@href")
    assert again == form_there
    assert strict.get(again).status_code == 200


def test_the_form_starts_from_the_last_update_at_its_own_address(
    district: District, teacher: Client
) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    shown = teacher.get(address(district.classroom))
    [action] = tree(shown).xpath("//form[contains(@class, 'composer-last')]/@action")
    assert action == address(district.classroom)
    assert action != reverse(COMPOSE)
