"""Copies of classes, and the rows of who teaches what."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from classroom.ledger.history import facts_of
from classroom.models import ClassroomPage, ClassroomTeacher, Posting, UpdatePage
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from tests.factories.district import District
from tests.factories.pages import make_draft, make_update, update_content
from tests.factories.people import make_account, make_staff

pytestmark = pytest.mark.django_db


def copied(classroom: ClassroomPage, **options: Any) -> ClassroomPage:
    page = classroom.copy(update_attrs={"slug": "2026-27-math-3-b"}, **options)
    found: ClassroomPage = ClassroomPage.objects.get(pk=page.pk)
    return found


def test_a_copy_of_a_class_is_a_class_without_teachers_and_updates(district: District) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    copy = copied(district.classroom, keep_live=False)
    assert not copy.live
    assert copy.url == "/juniper-creek/ms-rivera/2026-27/math-3-b/"
    assert (copy.subject, copy.grade_levels, copy.school_year) == ("math", ["03"], district.year)
    assert not copy.teaching.exists()
    assert not copy.get_children().exists()
    assert not copy.permissions_for_user(district.teacher).can_edit()


def test_a_copy_has_no_key_of_the_roster(district: District) -> None:
    ClassroomPage.objects.update(source_id="class-0117")
    SchoolPage.objects.filter(pk=district.school.pk).update(source_id="org-3")
    copy = copied(ClassroomPage.objects.get(), keep_live=True)
    school = SchoolPage.objects.get(pk=district.school.pk).copy(
        keep_live=True, update_attrs={"slug": "juniper-creek-2"}
    )
    assert copy.live
    assert copy.source_id is None
    assert SchoolPage.objects.get(pk=school.pk).source_id is None


def test_a_copy_with_its_updates_has_them_as_drafts_that_count_for_nothing(
    district: District,
) -> None:
    original = make_update(district.classroom, **update_content(district.curriculum))
    copy = copied(district.classroom, recursive=True, keep_live=False)
    update = UpdatePage.objects.child_of(copy).get()
    assert not update.live
    assert update.translation_key != original.translation_key
    assert update.url_path.endswith("/2026-27/math-3-b/2026-11-10/")
    assert list(Posting.objects.values_list("page_uuid", flat=True)) == [original.translation_key]


def test_a_live_copy_counts_as_posted_when_it_was_copied(district: District) -> None:
    make_update(district.classroom, **update_content(district.curriculum))
    copy = copied(district.classroom, recursive=True, keep_live=True)
    assert copy.postings.count() == 1
    assert {fact.classroom_id for fact in facts_of(UpdatePage.objects.all())} == {
        district.classroom.pk,
        copy.pk,
    }


def test_a_copied_update_belongs_to_no_batch(district: District) -> None:
    draft = make_draft(district.classroom, **update_content(district.curriculum))
    UpdatePage.objects.update(batch_id=draft.translation_key)
    copy = UpdatePage.objects.get(pk=draft.pk).copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert UpdatePage.objects.get(pk=copy.pk).batch_id is None


def copy_form(district: District) -> dict[str, Any]:
    return {
        "new_title": "Math 3 B",
        "new_slug": "math-3-b",
        "new_parent_page": district.teacher_page.pk,
        "publish_copies": "",
    }


@pytest.mark.parametrize("role, may", [(Role.TEACHER, False), (Role.PRINCIPAL, True)])
def test_the_school_copies_classes_in_the_editor(
    role: Role, may: bool, district: District, client: Client
) -> None:
    client.force_login(make_account(role, district.school))
    address = reverse("wagtailadmin_pages:copy", args=[district.classroom.pk])
    client.post(address, copy_form(district))
    slugs = [page.slug for page in ClassroomPage.objects.exclude(pk=district.classroom.pk)]
    assert slugs == (["2026-27-math-3-b"] if may else [])


def test_someone_teaches_a_class_once(district: District) -> None:
    again = ClassroomTeacher(
        classroom=district.classroom,
        staff=district.teacher_staff,
        part=ClassroomTeacher.Part.SUBSTITUTE,
    )
    with pytest.raises(ValidationError, match="already teaches this class"):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_class_may_have_two_teachers_and_a_teacher_two_classes(district: District) -> None:
    second = make_staff((Role.TEACHER, district.school))
    for classroom in (district.classroom, copied(district.classroom)):
        row = ClassroomTeacher(classroom=classroom, staff=second, part="co-teacher")
        row.full_clean()
        row.save()
    assert district.classroom.teaching.count() == 2
    assert second.teaching.count() == 2


def test_a_deleted_class_is_not_found_any_more(district: District, client: Client) -> None:
    Page.objects.get(pk=district.classroom.pk).delete()
    assert not ClassroomTeacher.objects.exists()
    assert client.get("/search/?q=rivera").context["total"] == 1  # her own page
    assert client.get(district.classroom.url).status_code == 404
