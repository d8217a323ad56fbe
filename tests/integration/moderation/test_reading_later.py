"""Where the district chose it, updates go live at once, through the gate, and are read later."""

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import Posting
from district_cms.audit_log.models import AuditEntry
from district_cms.moderation.models import ReadLater, ReviewSettings
from district_cms.moderation.notices import tell_everyone
from district_cms.people.roles import Role
from district_cms.publishing.mechanism import PublishBlocked
from notifications.models import Message
from tests.factories.district import District
from tests.factories.pages import make_standard_page
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk, slot
from tests.integration.conftest import Clock

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


def test_other_schools_and_other_pages_wait_as_before(district: District) -> None:
    ReviewSettings.load().read_later_schools.set([district.other_school])
    assert not Walk.begin(district).submit().page.live
    assert not ReadLater.objects.exists()
    make_standard_page(district.school)


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
