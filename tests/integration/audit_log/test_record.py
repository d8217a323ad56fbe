"""The record outlives what it speaks of."""

import datetime as dt
from typing import Any

import pytest
from wagtail.models import Page

from classroom.models import UpdatePage
from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.sealing import seal_log
from district_cms.audit_log.services import content_hash, record
from district_cms.audit_log.verifying import verify_log
from district_cms.publishing.models import RevisionFindings
from tests.factories.district import District
from tests.factories.pages import (
    make_draft,
    make_standard_page,
    make_teacher_page,
    make_update,
    update_content,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def update(district: District) -> UpdatePage:
    return make_update(district.classroom, **update_content(district.curriculum))


def test_an_entry_holds_no_key_of_another_table() -> None:
    assert [field.name for field in AuditEntry._meta.get_fields() if field.is_relation] == []


def test_an_entry_names_page_school_revision_and_actor_as_plain_values(
    district: District, update: UpdatePage
) -> None:
    record(action="test.read", actor=district.teacher, page=update, number=3)
    entry = AuditEntry.objects.get(action="test.read")
    assert entry.actor == district.teacher.email
    assert entry.school == "Juniper Creek Elementary"
    assert entry.title == update.title
    assert entry.page_uuid == update.translation_key
    assert entry.revision_id == update.latest_revision_id
    assert entry.content_hash == content_hash(update)
    assert entry.data == {"number": 3}


def test_the_digest_of_a_page_is_the_same_before_and_after_its_blocks_are_read(
    update: UpdatePage,
) -> None:
    unread, read = UpdatePage.objects.get(pk=update.pk), UpdatePage.objects.get(pk=update.pk)
    read.publish_findings()
    assert content_hash(read) == content_hash(unread) == content_hash(update)


def test_an_entry_stays_when_page_and_account_are_gone(
    district: District, update: UpdatePage
) -> None:
    teacher, uuid = district.teacher, update.translation_key
    record(action="test.read", actor=teacher, page=update)
    update.delete()
    district.teacher_staff.teacher_pages.get().delete()
    teacher.delete()
    entry = AuditEntry.objects.get(action="test.read")
    assert (entry.actor, entry.page_uuid) == (teacher.email, uuid)
    assert str(entry).endswith("test.read Fractions on a number line")


def test_an_entry_may_speak_of_no_page_and_of_no_person(november: dt.datetime) -> None:
    entry = record(action="test.nightly")
    assert (entry.actor, entry.school, entry.title, entry.content_hash) == ("", "", "", "")
    assert entry.page_uuid is entry.revision_id is None
    assert entry.at == november


def test_a_page_of_the_district_belongs_to_no_school(district: District) -> None:
    page = make_standard_page(district.home, title="Enrollment")
    assert record(action="test.read", page=page).school == ""
    assert record(action="test.read", page=district.curriculum).school == ""
    assert record(action="test.read", page=district.home).school == ""


def test_a_school_page_and_its_descendants_belong_to_the_school(district: District) -> None:
    for page in (district.school, district.teacher_page, district.classroom):
        assert record(action="test.read", page=page).school == "Juniper Creek Elementary"


def test_a_published_update_leaves_log_and_evidence_that_hold(update: UpdatePage) -> None:
    seal_log()
    verified = verify_log()
    assert verified.broken == ""
    assert verified.rows["check history"] == RevisionFindings.objects.count() > 0


def test_the_newest_entries_come_first(november: dt.datetime) -> None:
    for action in ("one", "two", "three"):
        record(action=action)
    record(action="older")
    AuditEntry.objects.filter(action="older").update(at=november - dt.timedelta(days=1))
    assert [entry.action for entry in AuditEntry.objects.all()] == ["three", "two", "one", "older"]


def test_the_hash_is_that_of_the_content_and_of_nothing_else(
    district: District, update: UpdatePage
) -> None:
    before = content_hash(update)
    assert len(before) == 64
    assert content_hash(UpdatePage.objects.get(pk=update.pk)) == before
    # Publishing it again, unpublishing and locking leave the content as it is.
    update.save_revision(user=district.principal).publish()
    update = UpdatePage.objects.get(pk=update.pk)
    assert content_hash(update) == before
    update.unpublish()
    Page.objects.filter(pk=update.pk).update(locked=True, locked_by=district.principal)
    assert content_hash(UpdatePage.objects.get(pk=update.pk)) == before


def test_the_hash_stays_when_the_page_moves_or_gets_a_subpage(
    district: District, update: UpdatePage
) -> None:
    room, school = district.classroom, district.school
    before = [content_hash(page) for page in (update, room, school)]
    make_draft(room, title="Another")
    Page.objects.get(pk=room.pk).move(make_teacher_page(school), pos="last-child")
    after = [type(page).objects.get(pk=page.pk) for page in (update, room, school)]
    assert [content_hash(page) for page in after] == before


def test_the_hash_of_a_revision_is_that_of_the_page_it_became(
    district: District, update: UpdatePage
) -> None:
    assert content_hash(update.get_latest_revision_as_object()) == content_hash(update)


CHANGES: dict[str, Any] = {
    "title": "Fractions, and more of them",
    "period_end": dt.date(2026, 12, 8),
    "lesson": [("prose", "<p>We place thirds on a number line.</p>")],
    "assignments": [],
    "events_none": False,
    "assessments": "<p>A quiz on Friday.</p>",
}


@pytest.mark.parametrize("field", CHANGES)
def test_the_hash_changes_with_each_field_of_the_content(field: str, district: District) -> None:
    update = make_draft(district.classroom, **update_content(district.curriculum))
    before = content_hash(update)
    setattr(update, field, CHANGES[field])
    assert content_hash(update) != before
