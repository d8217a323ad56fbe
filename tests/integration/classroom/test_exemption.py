"""A class such as library or music is exempt from posting days by a decision with a reason."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text

from classroom.ledger.refresh import refresh_current_year
from classroom.models import ClassroomPage, ClassroomStanding, ClassroomTeacher
from classroom.reminders.selectors import summaries
from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.reports.figures.counting import _classes, _needed
from notifications.sources.classes import directory, news
from tests.factories.district import District
from tests.integration.classroom.walk import Walk, standings
from tests.integration.conftest import Clock

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

WHY = "The library has no lessons of its own."


def publish(client: Client, district: District, user: User, reason: str) -> ClassroomPage:
    """The class form with this reason, sent by `user`, who presses Publish."""
    client.force_login(user)
    fields: dict[str, Any] = {
        "title": "Math 3",
        "introduction": rich_text(""),
        "good_to_know": rich_text(""),
        "subject": "math",
        "grade_levels": ["03"],
        "school_year": str(district.year.pk),
        "language": "en",
        "exempt_reason": reason,
        "action-publish": "x",
    }
    edit = reverse("wagtailadmin_pages:edit", args=[district.classroom.pk])
    answer = client.post(edit, nested_form_data(fields))
    assert answer.status_code == 302, answer.context["form"].errors
    return ClassroomPage.objects.get(pk=district.classroom.pk)


def read(district: District) -> str:
    return " ".join(standings(district.classroom).values())


def entries() -> list[tuple[str, str, str, str]]:
    rows = AuditEntry.objects.filter(action__in=["class.exempted", "class.obliged_again"])
    return [
        (row.action, row.actor, row.data["reason"], row.data["first_day"])
        for row in rows.order_by("pk")
    ]


def test_an_exempt_class_owes_nothing_from_that_day_and_again_once_it_is_taken_back(
    client: Client, district: District, clock: Clock
) -> None:
    clock("2026-10-28 09:00")
    room = publish(client, district, district.principal, WHY)
    past = "missing awaited"
    assert read(district) == f"{past} not_obliged not_obliged not_obliged not_obliged"
    standing = ClassroomStanding.objects.get(classroom=room)
    assert (standing.next_due_day, standing.next_update_day) == (None, None)
    assert (standing.standing, standing.month_needed) == ("not_obliged", 2), "October had its days"
    clock("2026-11-10 09:00")
    refresh_current_year()
    assert ClassroomStanding.objects.get(classroom=room).month_needed == 0

    clock("2026-11-25 09:00")
    publish(client, district, district.principal, "")
    past = "missing missing not_obliged not_obliged"
    assert read(district) == f"{past} open upcoming", "what was decided stays"
    clock("2026-12-02 09:00")
    publish(client, district, district.principal, WHY)
    assert read(district) == f"{past} awaited not_obliged"
    name = str(district.principal)
    assert entries() == [
        ("class.exempted", name, WHY, "2026-10-28"),
        ("class.obliged_again", name, "", "2026-11-25"),
        ("class.exempted", name, WHY, "2026-12-02"),
    ]


def test_a_coming_day_that_has_its_update_stays_met(
    client: Client, district: District, clock: Clock
) -> None:
    clock("2026-11-20 09:00")
    Walk.begin(district).submit().approve()
    publish(client, district, district.principal, WHY)
    assert read(district).endswith("missing awaited met not_obliged not_obliged")
    assert entries()[-1][-1] == "2026-11-25"


def test_published_again_or_taken_back_on_the_same_day_it_leaves_no_period(
    client: Client, district: District, november: dt.datetime
) -> None:
    for _once_more in range(2):
        room = publish(client, district, district.principal, WHY)
    assert room.exempt_days == [{"first": "2026-11-10", "last": None, "reason": WHY}]
    assert len(entries()) == 1
    room = publish(client, district, district.principal, "")
    assert room.exempt_days == []
    assert read(district).endswith("awaited open upcoming upcoming")


def test_a_teacher_neither_has_the_field_nor_clears_it(
    client: Client, district: District, november: dt.datetime
) -> None:
    ClassroomTeacher.objects.get_or_create(
        classroom=district.classroom, staff=district.teacher_staff
    )
    publish(client, district, district.principal, WHY)
    edit = reverse("wagtailadmin_pages:edit", args=[district.classroom.pk])
    assert "exempt_reason" in client.get(edit).context["form"].fields
    room = publish(client, district, district.teacher, "")
    assert "exempt_reason" not in client.get(edit).context["form"].fields
    assert room.get_latest_revision_as_object().exempt_reason == WHY
    assert f"The reason: “{WHY}”" in client.get("/admin/").content.decode()
    page = client.get(room.url).content.decode()
    assert "It posts when it has something." in page
    assert "Next update" not in page


def test_it_is_in_no_summary_and_no_figure_of_months(
    client: Client, district: District, clock: Clock
) -> None:
    clock("2026-10-30 09:00")
    publish(client, district, district.principal, WHY)
    clock("2026-11-25 09:00")
    refresh_current_year()
    assert summaries(dt.date(2026, 11, 24)) == {}
    running, _posted = _classes(district.year, "")
    (needed,) = _needed(district.year, running).values()
    assert (needed[dt.date(2026, 10, 1)], needed[dt.date(2026, 11, 1)]) == (2, 0)


@pytest.mark.parametrize("reason, number", [(WHY, 2), ("", 1)])
def test_its_update_goes_out_at_once_and_waits_for_no_posting_day(
    reason: str, number: int, client: Client, district: District, november: dt.datetime
) -> None:
    publish(client, district, district.principal, reason)
    for title in ("For November 3, late", "For November 24"):
        Walk.begin(district, title=title).submit().approve()
    followed = directory(november.date()).classes.values()
    hour = dt.time(16)
    window = dt.datetime.combine(november, hour, november.tzinfo)
    (found,) = news(followed, window, hour, oldest=window - dt.timedelta(days=7)).values()
    assert len(found) == number


def test_an_earlier_revision_brings_back_no_earlier_days(
    client: Client, district: District, november: dt.datetime
) -> None:
    before = district.classroom.get_latest_revision()
    days = publish(client, district, district.principal, WHY).exempt_days
    assert days
    assert before.as_object().exempt_days == days
