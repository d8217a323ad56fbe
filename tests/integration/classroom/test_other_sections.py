"""Posting one update to several sections: a copy for each, and all or none."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, TaskState

from classroom.models import ClassroomPage, ClassroomTeacher, Posting, UpdatePage
from classroom.services.updates import post_to_sections
from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.publishing.mechanism import PublishBlocked
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_school_year,
    make_teacher_page,
)
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 10)
DAY = dt.timedelta(days=1)


@pytest.fixture
def sections(district: District) -> list[ClassroomPage]:
    """Two more sections of the teacher's class."""
    return [
        make_classroom(district.teacher_page, title="Math 3", section=f"Period {number}")
        for number in (2, 3)
    ]


def latest(page: Page) -> UpdatePage:
    found: UpdatePage = UpdatePage.objects.get(pk=page.pk)
    return found


def test_each_section_gets_a_copy_of_its_own_and_the_principal_gets_them_all(
    district: District, sections: list[ClassroomPage]
) -> None:
    walk = Walk.begin(district).submit()
    copied = post_to_sections(
        update=walk.page, classrooms=sections, user=district.teacher, submit=True
    )
    made = [latest(page) for page in copied.made]
    assert copied.made == copied.submitted
    assert [page.get_parent().specific for page in made] == sections
    assert len({page.batch_id for page in (*made, walk.page)}) == 1
    assert walk.page.batch_id is not None
    assert len({page.translation_key for page in (*made, walk.page)}) == 3
    for page in made:
        assert (page.title, page.period_end) == (walk.page.title, walk.page.period_end)
        assert str(page.lesson[0].value) == str(walk.page.lesson[0].value)
        assert page.current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS
    assert Posting.objects.count() == 3
    entry = AuditEntry.objects.get(action="classroom.post_to_sections")
    assert entry.data["batch"] == str(walk.page.batch_id)
    assert entry.actor == district.teacher.email


def test_the_update_itself_is_approved_in_one_go_after_it_was_copied(
    district: District, sections: list[ClassroomPage]
) -> None:
    walk = Walk.begin(district).submit()
    post_to_sections(update=walk.page, classrooms=sections, user=district.teacher, submit=True)
    batch = walk.page.batch_id
    walk.approve()
    assert walk.page.live
    assert walk.page.batch_id == batch


def test_a_copy_is_changed_without_changing_the_others(
    district: District, sections: list[ClassroomPage]
) -> None:
    walk = Walk.begin(district)
    made = post_to_sections(
        update=walk.page, classrooms=sections, user=district.teacher, submit=False
    ).made
    copy = latest(made[0])
    copy.title = "Only here"
    copy.save_revision().publish()
    assert latest(made[1]).title == walk.page.title == "Fractions on a number line"
    assert latest(made[0]).batch_id == walk.page.batch_id


def test_posting_to_one_more_section_later_keeps_the_batch(
    district: District, sections: list[ClassroomPage]
) -> None:
    walk = Walk.begin(district)
    for section in sections:
        post_to_sections(
            update=walk.page, classrooms=[section], user=district.teacher, submit=False
        )
    batches = UpdatePage.objects.values_list("batch_id", flat=True)
    assert len(batches) == 3
    assert set(batches) == {walk.page.batch_id}


def nothing_was_made(walk: Walk) -> bool:
    return (
        list(UpdatePage.objects.all()) == [walk.page]
        and walk.page.batch_id is None
        and not AuditEntry.objects.filter(action="classroom.post_to_sections").exists()
    )


def test_what_the_gate_refuses_goes_to_no_section(
    district: District, sections: list[ClassroomPage]
) -> None:
    walk = Walk.begin(district, lesson=[])
    with pytest.raises(PublishBlocked):
        post_to_sections(update=walk.page, classrooms=sections, user=district.teacher, submit=True)
    assert nothing_was_made(walk)


def test_drafts_go_to_the_sections_though_they_are_not_done(
    district: District, sections: list[ClassroomPage]
) -> None:
    walk = Walk.begin(district, lesson=[])
    copied = post_to_sections(
        update=walk.page, classrooms=sections, user=district.teacher, submit=False
    )
    assert len(copied.made) == 2
    assert copied.submitted == ()


def test_one_class_of_someone_else_stops_them_all(
    district: District, sections: list[ClassroomPage]
) -> None:
    walk = Walk.begin(district)
    foreign = make_classroom(make_teacher_page(district.school))
    with pytest.raises(PermissionDenied):
        post_to_sections(
            update=walk.page,
            classrooms=[*sections, foreign],
            user=district.teacher,
            submit=False,
        )
    assert nothing_was_made(walk)


def test_nobody_copies_an_update_of_someone_else(district: District) -> None:
    walk = Walk.begin(district)
    page = make_teacher_page(district.school)
    own = make_classroom(page)
    assert page.staff.user is not None
    with pytest.raises(PermissionDenied):
        post_to_sections(update=walk.page, classrooms=[own], user=page.staff.user, submit=False)
    assert nothing_was_made(walk)


def other_sections(walk: Walk) -> str:
    return reverse("classroom_other_sections", args=[walk.pk])


def test_the_form_offers_the_teachers_other_classes_of_this_year_only(
    district: District, sections: list[ClassroomPage], client: Client
) -> None:
    past = make_school_year(dt.date(2025, 9, 1), dt.date(2026, 6, 12))
    make_classroom(district.teacher_page, school_year=past)
    make_classroom(make_teacher_page(district.school))
    ended = make_classroom(district.teacher_page)
    ClassroomTeacher.objects.filter(classroom=ended).update(until=TODAY - DAY)
    client.force_login(district.teacher)
    response = client.get(other_sections(Walk.begin(district)))
    assert list(response.context["form"].fields["classrooms"].queryset) == sections


def test_the_form_posts_to_what_is_ticked(
    district: District, sections: list[ClassroomPage], client: Client
) -> None:
    client.force_login(district.teacher)
    walk = Walk.begin(district)
    form = {"classrooms": [sections[1].pk], "submit": "on"}
    response = client.post(other_sections(walk), form)
    assert response.status_code == 302
    made = UpdatePage.objects.exclude(pk=walk.pk).get()
    assert made.get_parent().specific == sections[1]
    assert made.current_workflow_state is not None


@pytest.mark.parametrize("ticked", [True, False])
def test_the_form_says_what_must_be_fixed_first(
    ticked: bool, district: District, sections: list[ClassroomPage], client: Client
) -> None:
    client.force_login(district.teacher)
    walk = Walk.begin(district, lesson=[])
    form = {"classrooms": [sections[0].pk] if ticked else [], "submit": "on"}
    response = client.post(other_sections(walk), form)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == ({"__all__"} if ticked else {"classrooms"})
    assert nothing_was_made(walk)


def test_the_form_is_closed_to_other_teachers(district: District, client: Client) -> None:
    client.force_login(make_account(Role.TEACHER, district.school))
    assert client.get(other_sections(Walk.begin(district))).status_code in {302, 403}


def test_the_screen_says_which_class_has_an_update_for_these_days(
    district: District, sections: list[ClassroomPage], client: Client
) -> None:
    walk = Walk.begin(district)
    address = reverse("classroom_other_sections", args=[walk.pk])
    client.force_login(district.teacher)
    assert "has an update for these days" not in client.get(address).content.decode()
    post_to_sections(update=walk.page, classrooms=sections[:1], user=district.teacher, submit=False)
    shown = client.get(address).content.decode()
    said = f"(2026-27) – has an update for these days: “{walk.page.title}” (draft)"
    assert shown.count(said) == 1
    assert shown.index("Period 2") < shown.index(said) < shown.index("Period 3")
