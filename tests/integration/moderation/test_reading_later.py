"""Where the district chose it, updates go live at once, through the gate, and are read later."""

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from district_cms.audit_log.models import AuditEntry
from district_cms.moderation.models import ReadLater, ReviewSettings, TakeDown
from district_cms.moderation.notices import tell_everyone
from district_cms.moderation.read_later import to_read
from district_cms.moderation.taking_down.services import take_down
from district_cms.publishing.gate import PublishBlocked
from notifications.models import Message
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import update_content
from tests.integration.classroom.walk import Walk
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


def test_the_gate_refuses_there_as_everywhere(at_once: District) -> None:
    walk = Walk.begin(at_once, lesson=[])
    with pytest.raises(PublishBlocked):
        walk.submit()
    assert not walk.page.live
    assert not ReadLater.objects.exists()


def test_no_mail_is_sent_for_an_approval_that_did_not_happen(at_once: District) -> None:
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


def test_a_page_that_is_no_longer_live_takes_no_place_on_the_list(
    at_once: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("district_cms.moderation.read_later.MOST", 1)
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
