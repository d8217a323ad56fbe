"""A second update for the same class and days: the form says so, and asks once."""

import datetime as dt
import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml.html import fromstring

from classroom.models import UpdatePage
from classroom.requirements.same_days import SAME_DAYS, others_about
from district_cms.audit_log.models import AuditEntry
from district_cms.moderation.models import TakeDown
from district_cms.moderation.services.approval import approve, submit_for_approval
from district_cms.moderation.taking_down.services import take_down
from district_cms.people.roles import Role
from district_cms.publishing.answers import ASKED, CONFIRMED
from district_cms.publishing.models import Confirmation, RevisionFindings
from tests.factories.district import District, account_of
from tests.factories.editor import update_form
from tests.factories.pages import make_classroom, make_draft, update_content
from tests.factories.people import make_staff
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


def note_in(response: Any) -> tuple[str, list[str]]:
    """What stands below the days, and where it leads."""
    assert response.status_code == 200
    [note] = fromstring(response.content).find_class("same-days")
    return " ".join(note.text_content().split()), note.xpath(".//a/@href")


def others(district: District, first: dt.date, last: dt.date) -> list[tuple[str, str]]:
    found = others_about(UpdatePage.objects, district.classroom.path, first, last, None)
    return [(other.title, other.state) for other in found]


# ---------------------------------------------------------------- which ones, and how they stand
@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], "draft"),
        (["submit"], "with the principal"),
        (["submit", "send_back"], "sent back"),
        (["submit", "approve"], "live"),
        (["submit", "approve", "change", "submit"], "live, the change is with the principal"),
        (["submit", "take_back"], "draft"),
    ],
)
def test_it_says_how_the_other_one_stands(steps: list[str], state: str, district: District) -> None:
    other = walk(district)
    for step in steps:
        getattr(other, step)()
    assert others(district, FIRST, LAST) == [("Fractions", state)]


def test_what_is_planned_says_its_hour_and_what_is_down_says_so(district: District) -> None:
    planned = walk(district, go_live_at=dt.datetime(2026, 11, 25, 14, tzinfo=dt.UTC))
    planned.submit().approve()
    assert others(district, FIRST, LAST) == [
        ("Fractions", "scheduled for Wednesday, November 25, 7:00 am")
    ]
    take_down(pages=[planned.page], user=district.teacher, reason=TakeDown.Reason.MISTAKE)
    assert others(district, FIRST, LAST) == [("Fractions", "taken down")]


@pytest.mark.parametrize(
    ("first", "last", "is_found"),
    [
        ("2026-11-24", "2026-11-30", True),
        ("2026-11-26", "2026-11-26", True),
        ("2026-11-01", "2026-12-31", True),
        ("2026-11-30", "2026-12-07", False),  # the other one hands over on its last day
        ("2026-11-17", "2026-11-24", False),
        ("2026-11-30", "2026-11-30", True),
        ("2026-12-01", "2026-12-07", False),
        ("2026-11-30", "2026-11-24", False),  # days in the wrong order are about nothing yet
    ],
)
def test_which_days_are_the_same(first: str, last: str, is_found: bool, district: District) -> None:
    walk(district)
    found = others(district, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert bool(found) is is_found


def test_another_class_is_no_matter(district: District) -> None:
    other = make_classroom(district.classroom.get_parent().specific, title="Science 3")
    content = update_content(district.curriculum, **DAYS)
    make_draft(other, owner=district.teacher, **content)
    assert others(district, FIRST, LAST) == []


# ---------------------------------------------------------------- in the form
def test_the_form_of_a_new_one_says_which_there_is_and_leads_there(
    district: District, client: Client
) -> None:
    # A draft of today covers the days that the form proposes.
    other = walk(district, "Fractions & more")
    new = reverse("wagtailadmin_pages:add", args=["classroom", "updatepage", district.classroom.pk])
    note, links = note_in(client.get(new))
    assert (
        "Another update of this class is about these days: Fractions & more (draft): Tuesday, "
        "November 24 to Monday, November 30 If both were submitted, families would find two. Open "
        "that one and add to it, or change the days of this one." in note
    )
    # Nobody is asked about a draft.
    assert "we ask you once" not in note
    assert links == [reverse("wagtailadmin_pages:edit", args=[other.pk])]


def test_the_question_is_announced_where_families_would_find_both(
    district: District, client: Client
) -> None:
    walk(district).submit()
    edit = reverse("wagtailadmin_pages:edit", args=[walk(district, "A trip").pk])
    note, _links = note_in(client.get(edit))
    assert "Families would find both." in note
    assert "when you submit, we ask you once to confirm it." in note


def test_the_form_of_one_says_nothing_of_itself(district: District, client: Client) -> None:
    own = walk(district)
    edit = reverse("wagtailadmin_pages:edit", args=[own.pk])
    assert note_in(client.get(edit)) == ("", [])
    walk(district, "The other one")
    note, _links = note_in(client.get(edit))
    assert "The other one" in note
    assert "Fractions" not in note


def test_changed_days_are_asked_about_as_they_are_typed(district: District, client: Client) -> None:
    own = walk(district)
    asking = reverse("classroom_same_days", args=[district.classroom.pk])
    typed = {"first": "Nov 25", "last": "November 27"}
    assert "Fractions" in words(client.get(asking, typed))
    assert words(client.get(asking, {**typed, "own": own.pk})) == ""
    assert words(client.get(asking, {**typed, "last": "what?"})) == ""
    assert words(client.get(asking)) == ""


def test_whoever_does_not_teach_the_class_is_not_told_what_is_in_it(district: District) -> None:
    walk(district)
    client = Client()
    client.force_login(account_of(make_staff((Role.TEACHER, district.school))))
    answer = client.get(
        reverse("classroom_same_days", args=[district.classroom.pk]),
        {"first": "2026-11-24", "last": "2026-11-30"},
    )
    assert answer.status_code in {302, 403}


# ---------------------------------------------------------------- when it is submitted
def post(client: Client, update: Walk, **more: Any) -> Any:
    content = {**update_content(update.district.curriculum), **DAYS, "title": "Second"}
    form = update_form(content, **{"action-submit": "yes", **more})
    return client.post(reverse("wagtailadmin_pages:edit", args=[update.pk]), form)


def asked(update: Walk) -> list[Any]:
    found = update.page.findings_for_author()
    return [finding for finding in found if finding.rule == SAME_DAYS]


def test_submitting_a_second_one_asks_once_and_keeps_the_answer(
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


def test_other_days_are_another_question_and_another_standing_is_none(
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


def test_what_someone_begins_meanwhile_keeps_no_approval_back(district: District) -> None:
    first = walk(district).submit()
    walk(district, "Begun meanwhile").submit()
    assert asked(first)
    approve(page=first.page, user=district.principal)
    assert first.page.live


def test_code_that_submits_is_not_stopped_and_the_record_says_it_was_not_answered(
    district: District,
) -> None:
    walk(district).submit()
    second = walk(district, "Second")
    submit_for_approval(page=second.page, user=district.teacher)
    kept = RevisionFindings.objects.filter(page_uuid=second.page.translation_key).get()
    [told] = [found for found in kept.findings if found["rule"] == SAME_DAYS]
    assert told["confirmed"] is None


def test_a_draft_is_saved_without_a_question(district: District, client: Client) -> None:
    walk(district).submit()
    second = walk(district, "Second")
    content = {**update_content(district.curriculum), **DAYS, "title": "Second"}
    address = reverse("wagtailadmin_pages:edit", args=[second.pk])
    assert client.post(address, update_form(content)).status_code == 302


def test_several_are_named_in_one_question(district: District) -> None:
    for number in range(5):
        walk(district, f"Update {number}").submit()
    [finding] = asked(walk(district, "Sixth"))
    waits = "(with the principal)"
    assert f"“Update 4” {waits}, “Update 3” {waits}, “Update 2” {waits}, and 2 more." in str(
        finding.message
    )


def test_drafts_and_what_was_sent_back_or_taken_down_ask_nothing_until_they_come_back(
    district: District,
) -> None:
    walk(district, "Begun and left")
    back = walk(district, "Back").submit().send_back()
    down = walk(district, "Down").submit().approve()
    take_down(pages=[down.page], user=district.teacher, reason=TakeDown.Reason.MISTAKE)
    second = walk(district, "Second")
    assert asked(second) == []

    second.submit()

    assert "“Second” (with the principal)" in str(asked(back)[0].message)


def test_looking_costs_one_query_however_many_there_are(
    district: District, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        others(district, FIRST, LAST)
    for number in range(3):
        walk(district, f"Update {number}")
    with django_assert_num_queries(1):
        assert len(others(district, FIRST, LAST)) == 3
