"""A second update for the same class and days: the form says so, and asks once."""

import datetime as dt
import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from classroom.requirements.same_days import SAME_DAYS, others_about
from district_cms.audit_log.models import AuditEntry
from district_cms.publishing.answers import ASKED, CONFIRMED
from district_cms.publishing.models import Confirmation, RevisionFindings
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_classroom, make_draft, update_content
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2026, 11, 24), dt.date(2026, 11, 30)
DAYS: dict[str, Any] = {"period_start": FIRST, "period_end": LAST}


@pytest.fixture(autouse=True)
def today(district: District, clock: Clock) -> None:
    clock("2026-11-24 09:00")


@pytest.fixture
def client(district: District) -> Client:
    client = Client()
    client.force_login(district.teacher)
    return client


def walk(district: District, title: str = "Fractions", **content: Any) -> Walk:
    return Walk.begin(district, title=title, **(DAYS | content))


def words(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(html.unescape(response.content.decode()).split())


def others(district: District, first: dt.date, last: dt.date) -> list[tuple[str, str]]:
    found = others_about(UpdatePage.objects, district.classroom.path, first, last, None)
    return [(other.title, other.state) for other in found]


def test_updates_of_another_class_do_not_matter(district: District) -> None:
    other = make_classroom(district.classroom.get_parent().specific, title="Science 3")
    content = update_content(district.curriculum, **DAYS)
    make_draft(other, owner=district.teacher, **content)
    assert others(district, FIRST, LAST) == []


# ---------------------------------------------------------------- on submission
def post(client: Client, update: Walk, **more: Any) -> Any:
    content = {**update_content(update.district.curriculum), **DAYS, "title": "Second"}
    form = update_form(content, **{"action-submit": "yes", **more})
    return client.post(reverse("wagtailadmin_pages:edit", args=[update.pk]), form)


def asked(update: Walk) -> list[Any]:
    found = update.page.findings_for_author()
    return [finding for finding in found if finding.rule == SAME_DAYS]


def test_submitting_a_second_update_asks_once_and_keeps_the_answer(
    district: District, client: Client
) -> None:
    walk(district).submit().approve()
    second = walk(district, "Second")

    shown = words(post(client, second))

    question = "Another update of this class is about the same days: “Fractions” (live)."
    assert question in shown
    assert not second.page.workflow_in_progress

    [finding] = asked(second)
    mark = finding.fingerprint
    assert post(client, second, **{ASKED: mark, CONFIRMED: mark}).status_code == 302
    assert second.page.workflow_in_progress
    assert Confirmation.objects.get().rule == SAME_DAYS
    kept = RevisionFindings.objects.filter(
        outcome="submitted", page_uuid=second.page.translation_key
    )
    [told] = [found for found in kept.get().findings if found["rule"] == SAME_DAYS]
    assert told["confirmed"]["by"] == district.teacher.get_full_name()
    assert AuditEntry.objects.filter(action="gate.confirm").exists()


def test_other_days_are_a_new_question_and_another_state_is_not(
    district: District, client: Client
) -> None:
    first, second = walk(district).submit(), walk(district, "Second")
    [before] = asked(second)
    first.approve()
    [after] = asked(second)
    assert before.message != after.message
    assert before.fingerprint == after.fingerprint
    walk(district, "Third").submit()
    assert asked(second)[0].fingerprint != before.fingerprint
