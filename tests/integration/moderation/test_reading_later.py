"""Where the district chose it, updates go live at once, through the gate, and are read later."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.models import ClassroomPage, Posting, UpdatePage
from district_cms.audit_log.models import AuditEntry
from district_cms.moderation.models import ReadLater, ReviewSettings, TakeDown
from district_cms.moderation.notices import tell_everyone
from district_cms.moderation.reading_later.selectors import to_read
from district_cms.moderation.services.approval import submit_for_approval
from district_cms.moderation.taking_down.services import take_down
from district_cms.people.roles import Role
from district_cms.publishing.mechanism import PublishBlocked
from notifications.models import Message
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import update_content
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk, slot
from tests.integration.conftest import Clock
from tests.integration.moderation.approvals import sees

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(district: District) -> District:
    """Juniper Creek reads later."""
    ReviewSettings.load().read_later_schools.set([district.school])
    return district


def test_a_submission_is_live_and_on_the_principals_list(at_once: District, client: Client) -> None:
    walk = Walk.begin(at_once).submit()
    assert walk.page.live
    assert not walk.page.workflow_in_progress
    client.force_login(at_once.principal)
    shown = client.get(reverse("moderation_review")).text
    assert "Live, and not read yet" in shown
    assert reverse("moderation_take_down", args=[walk.pk]) in shown
    assert "Read 1 live update" in client.get(reverse("wagtailadmin_home")).text
    row = ReadLater.objects.get()
    client.post(reverse("moderation_mark_read"), {"read": [row.pk]})
    assert "not read yet" not in client.get(reverse("moderation_review")).text
    row.refresh_from_db()
    assert row.read_by == at_once.principal.get_full_name()
    actions = AuditEntry.objects.filter(action__startswith="review.read")
    assert set(actions.values_list("action", flat=True)) == {"review.read", "review.read_later"}


def test_the_ledger_is_what_it_would_be_with_an_approval(at_once: District, clock: Clock) -> None:
    at = clock("2026-11-24 16:00")
    posting = Walk.begin(at_once).submit().posting
    assert (posting.submitted_at, posting.published_at) == (at, at)
    assert slot(at_once.classroom, "2026-11-24").standing == "met"
    assert Posting.objects.count() == 1


def test_the_gate_refuses_there_as_everywhere(at_once: District) -> None:
    walk = Walk.begin(at_once, lesson=[])
    with pytest.raises(PublishBlocked):
        walk.submit()
    assert not walk.page.live
    assert not ReadLater.objects.exists()


def test_other_schools_wait_as_before(district: District) -> None:
    ReviewSettings.load().read_later_schools.set([district.other_school])
    assert not Walk.begin(district).submit().page.live
    assert not ReadLater.objects.exists()


def test_other_pages_of_the_school_wait_as_before(at_once: District) -> None:
    before = at_once.classroom.live_revision_id
    at_once.classroom.room = "Room 9"
    changed = at_once.classroom.save_revision(user=at_once.teacher)
    submit_for_approval(page=at_once.classroom, user=at_once.teacher)
    page = ClassroomPage.objects.get(pk=at_once.classroom.pk)
    assert page.workflow_in_progress
    assert page.live_revision_id == before != changed.pk
    assert not ReadLater.objects.exists()


def test_nobody_is_told_of_an_approval_that_was_none(at_once: District) -> None:
    Walk.begin(at_once).submit()
    tell_everyone()
    assert not Message.objects.exists()


def test_another_schools_principal_neither_sees_nor_ticks_it(
    at_once: District, client: Client
) -> None:
    Walk.begin(at_once).submit()
    client.force_login(at_once.other_principal)
    assert "not read yet" not in client.get(reverse("moderation_review")).text
    client.post(reverse("moderation_mark_read"), {"read": [ReadLater.objects.get().pk]})
    assert ReadLater.objects.get().read_at is None


def test_the_district_decides_and_no_principal(at_once: District) -> None:
    assert make_account(Role.COMMUNICATIONS).has_perm("moderation.change_reviewsettings")
    assert not at_once.principal.has_perm("moderation.change_reviewsettings")


def test_what_is_not_live_anymore_takes_nobodys_place_on_the_list(
    at_once: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("district_cms.moderation.reading_later.selectors.MOST", 1)
    Walk.begin(at_once).submit().unpublish()
    walk = Walk.begin(at_once, title="Later").submit()
    assert [item.page.pk for item in to_read(at_once.principal)] == [walk.pk]


def test_the_button_and_the_answer_say_that_nobody_reads_it_first(
    at_once: District, client: Client
) -> None:
    walk = Walk.begin(at_once)
    client.force_login(at_once.teacher)
    address = reverse("wagtailadmin_pages:edit", args=[walk.pk])
    shown = client.get(address)
    assert "Publish now" in shown.text
    assert "Submit to the principal" not in shown.text
    parent = [at_once.classroom.pk]
    new = client.get(reverse("wagtailadmin_pages:add", args=["classroom", "updatepage", *parent]))
    assert "Publish now" in new.text
    sent = update_form(update_content(at_once.curriculum), **{"action-submit": "1"})
    answer = client.post(address, sent, follow=True)
    assert walk.page.live
    assert f"“{walk.page.title}” is live. Your school’s principal reads it later." in answer.text
    assert "for review" not in answer.text
    client.force_login(at_once.principal)
    queue = client.get(reverse("moderation_review")).text
    assert "What teachers submit will appear here" not in queue
    assert queue.count(reverse("moderation_take_down", args=[walk.pk])) == 1


def test_what_the_principal_began_waits_for_someone_else(at_once: District, client: Client) -> None:
    """On nobody's list of what to read later would it stand."""
    client.force_login(at_once.principal)
    parent = [at_once.classroom.pk]
    add = reverse("wagtailadmin_pages:add", args=["classroom", "updatepage", *parent])
    assert "Publish now" not in client.get(add).text
    sent = update_form(update_content(at_once.curriculum), **{"action-submit": "1"})
    answer = client.post(add, sent, follow=True)
    update = UpdatePage.objects.get()
    assert not update.live
    assert update.workflow_in_progress
    assert "Someone else reads it first, because you lead this school" in answer.text
    edit = reverse("wagtailadmin_pages:edit", args=[update.pk])
    assert "Publish now" not in client.get(edit).text
    short = reverse("classroom_compose")
    assert "Publish now" not in client.get(f"{short}?class={at_once.classroom.pk}").text


def test_they_are_read_whole_one_after_the_other(at_once: District, client: Client) -> None:
    for title in ("One", "Two"):
        Walk.begin(at_once, title=title).submit()
    first, second = to_read(at_once.principal)
    client.force_login(at_once.principal)
    address = reverse("moderation_read_live", args=[first.row.pk])
    shown = client.get(address).text
    for words in ("Practice page 12", f"Submitted by {at_once.teacher.get_full_name()}"):
        assert words in shown
    following = reverse("moderation_read_live", args=[second.row.pk])
    assert client.post(address)["Location"] == following
    assert "not on your list anymore" in client.get(address, follow=True).text
    assert client.post(following)["Location"] == reverse("moderation_review")
    client.force_login(at_once.other_principal)
    assert "Practice page 12" not in client.get(following, follow=True).text


def test_what_the_principal_took_down_waits_for_the_principal(at_once: District) -> None:
    """Otherwise its author would put it back in the same second."""
    walk = Walk.begin(at_once).submit()
    take_down(pages=[walk.page], user=at_once.principal, reason=TakeDown.Reason.MISTAKE)
    walk.change(title="The same again").submit()
    assert not walk.page.live
    assert sees(at_once.principal, walk.page)
    assert walk.approve().page.live


def test_what_its_author_took_down_is_live_again_at_once_and_read_once_more(
    at_once: District,
) -> None:
    """Submitted unchanged it is the same revision, of which there is one row."""
    walk = Walk.begin(at_once).submit()
    ReadLater.objects.update(read_at=timezone.now(), read_by="Marguerite Solheim")
    take_down(pages=[walk.page], user=at_once.teacher, reason=TakeDown.Reason.MISTAKE)
    assert walk.submit().page.live
    row = ReadLater.objects.get()
    assert (row.read_at, row.read_by) == (None, "")


@pytest.mark.parametrize("again", ["submit", "take back and submit"])
def test_what_was_sent_back_before_the_switch_waits(district: District, again: str) -> None:
    walk = Walk.begin(district).submit().send_back()
    if again != "submit":
        walk.take_back()
    ReviewSettings.load().read_later_schools.set([district.school])
    walk.submit()
    assert not walk.page.live
    assert walk.approve().page.live
    # Once approved, its changes go live as those of any other.
    assert walk.change(title="Another word").submit().page.title == "Another word"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("moderation_decide", {"do": "approve", "chosen": "9" * 5000}),
        ("moderation_mark_read", {"read": ["9" * 5000, "²", "-1"]}),
    ],
)
def test_a_number_that_no_form_sent_is_nothing_chosen(
    district: District, client: Client, name: str, sent: dict[str, Any]
) -> None:
    client.force_login(district.principal)
    shown = client.post(reverse(name), sent, follow=True)
    assert "Choose at least one update first." in shown.text
