"""A principal's dashboard: its numbers add up, and it is fast on a posting day."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.ledger.refresh import refresh_classes
from classroom.models import ReminderChoice
from classroom.reminders.services import send_reminders
from district_cms.audit_log.models import AuditEntry
from district_cms.moderation.services import submit_for_approval
from notifications.models import Message
from tests.factories.district import District
from tests.factories.editor import make_picture
from tests.factories.pages import make_classroom, make_draft, make_teacher_page, update_content
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db


def words(client: Client) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(reverse("wagtailadmin_home")).text).split())


def test_reviews_are_counted_for_the_posting_day_although_more_are_waiting(
    district: District, client: Client
) -> None:
    Walk.begin(district).submit()
    Walk.begin(district, title="A trip").submit()
    client.force_login(district.principal)
    # The list above has two waiting updates of one class.
    assert "Review all 2" in words(client)
    assert "0/1" in words(client)


def test_a_scheduled_update_is_neither_posted_nor_missing(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-24 06:00")
    Walk.begin(district, go_live_at=moment("2026-11-24 08:00")).submit().approve()
    client.force_login(district.principal)
    seen = words(client)
    assert "0/1" in seen
    assert "Nobody is late for Tuesday, November 24." in seen


def test_only_the_schools_own_principal_may_approve(district: District) -> None:
    update = make_draft(
        district.classroom, owner=district.teacher, **update_content(district.curriculum)
    )
    submit_for_approval(page=update, user=district.teacher)
    task, principal = update.current_workflow_task, district.principal
    assert task.user_can_access_editor(update, principal)
    assert not task.user_can_access_editor(update, district.other_principal)
    assert not task.user_can_access_editor(update, district.teacher)


def remind(client: Client, school: Any) -> str:
    return client.post(reverse("classroom_remind", args=[school.pk]), follow=True).text


def test_late_classes_are_named_and_their_teachers_reminded_once_a_day(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-25 09:00")
    refresh_classes(classroom_ids=[district.classroom.pk])
    ReminderChoice.objects.create(user=district.teacher, early=False, on_the_day=False)
    send_reminders()  # the district's own mail of this morning does not count
    client.force_login(district.principal)
    seen = words(client)
    assert "1 class without an update for Tuesday, November 24" in seen
    assert "Math 3 Missing" in seen
    assert "1 teacher gets an email." in remind(client, district.school)
    mails = Message.objects.filter(address=district.teacher.email)
    name = district.principal.get_full_name()
    (text,) = [each.content.text for each in mails if f"{name} sends you" in each.content.text]
    assert "Post an update for Math 3" in text
    entry = AuditEntry.objects.get(action="school.reminded")
    assert (entry.title, entry.data["mails"]) == (district.school.title, 1)
    seen = words(client)
    assert "Remind them" not in seen
    assert "Reminded on Wednesday, November 25, 9:00 am." in seen
    assert "They were reminded today already." in remind(client, district.school)
    assert mails.count() == 2
    clock("2026-11-26 09:00")
    assert "Remind them" in words(client)


def test_on_the_posting_day_a_reminder_says_today_and_reaches_nobody_who_posted(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-24 09:00")
    late = make_classroom(make_teacher_page(district.school), title="Reading 3")
    Walk.begin(district).submit()
    refresh_classes(classroom_ids=[district.classroom.pk, late.pk])
    client.force_login(district.principal)
    assert "Reading 3 Due today" in words(client)
    remind(client, district.school)
    [mail] = Message.objects.filter(subject="Today is a posting day for Reading 3")
    assert mail.address != district.teacher.email


def test_nobody_reminds_the_teachers_of_another_school(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-25 09:00")
    refresh_classes(classroom_ids=[district.classroom.pk])
    for account in (district.other_principal, district.teacher):
        client.force_login(account)
        remind(client, district.school)
    assert not AuditEntry.objects.filter(action="school.reminded").exists()


def test_the_queue_begins_with_first_words_and_a_picture(
    district: District, client: Client
) -> None:
    picture = {
        "image": make_picture(),
        "description": "Four rulers.",
        "people": "none",
        "source": "staff",
    }
    lesson = [("prose", "<p>We measure with a <b>ruler</b>, and write it down.</p>")]
    Walk.begin(district, lesson=lesson, pictures=[("picture", picture)]).submit()
    client.force_login(district.principal)
    home = client.get(reverse("wagtailadmin_home")).text
    assert "We measure with a ruler, and write it down." in home
    assert 'class="waiting-list__picture" src="' in home
