"""What waits too long goes to the stand-ins whom the principal chose, once."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.admin.panels import get_edit_handler

from classroom.models import UpdatePage
from district_cms.audit_log.models import AuditEntry
from district_cms.moderation.models import PassedOn, ReviewSettings, StandIn
from district_cms.moderation.notices import tell_everyone
from district_cms.moderation.services import approve
from district_cms.moderation.standing_in import choose_stand_ins, pass_on
from district_cms.people.models import Staff, StaffRole
from district_cms.people.roles import Role
from notifications.models import Message
from tests.factories.district import District, account_of
from tests.factories.people import make_staff
from tests.integration.conftest import Clock
from tests.integration.moderation.approvals import again, assert_still_waits, sees

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(district: District) -> Staff:
    staff = make_staff((Role.TEACHER, district.school))
    choose_stand_ins(school=district.school, staff=[staff], user=district.principal)
    return staff


def told(user: Any) -> int:
    return Message.objects.filter(address=user.email).count()


def test_both_get_one_mail_and_it_is_logged(
    district: District, waiting: UpdatePage, colleague: Staff, clock: Clock
) -> None:
    tell_everyone()
    clock("2026-11-16 06:15")
    before = told(district.principal)
    assert pass_on() == 1
    assert pass_on() == 0
    tell_everyone()
    tell_everyone()
    assert told(district.principal) == before + 1
    [message] = Message.objects.filter(address=account_of(colleague).email)
    assert f"Stand-in: {colleague.full_name}" in message.text
    [entry] = AuditEntry.objects.filter(action="review.passed_on")
    assert entry.data["to"] == [colleague.full_name]


def test_the_stand_in_reads_and_approves_what_was_passed_on_and_nothing_else(
    district: District, waiting: UpdatePage, colleague: Staff, clock: Clock, client: Client
) -> None:
    user = account_of(colleague)
    client.force_login(user)
    assert "Nothing is waiting for you now" in client.get(reverse("moderation_review")).text
    with pytest.raises(PermissionDenied):
        approve(page=again(waiting), user=account_of(colleague))
    clock("2026-11-16 06:15")
    pass_on()
    assert "Awaiting your review" in client.get(reverse("wagtailadmin_home")).text
    key = again(waiting).current_workflow_task_state.pk
    shown = client.get(reverse("moderation_read", args=[key])).text
    assert waiting.draft_title in shown
    assert "Passed on to you, because it has waited for 3 school days." in shown
    task = again(waiting).current_workflow_task
    address = reverse("wagtailadmin_pages:workflow_preview", args=[waiting.pk, task.pk])
    assert client.get(address).status_code == 200
    client.post(reverse("moderation_approve", args=[key]))
    assert again(waiting).live


def test_the_stand_in_decides_and_never_rewrites(
    district: District, waiting: UpdatePage, colleague: Staff, clock: Clock
) -> None:
    """Or what is live would be words that only the stand-in wrote, and approved."""
    clock("2026-11-16 06:15")
    pass_on()
    user, task = account_of(colleague), again(waiting).current_workflow_task
    assert task.locked_for_user(again(waiting), user)
    assert not task.locked_for_user(again(waiting), district.principal)
    own = again(waiting).get_latest_revision_as_object()
    own.title = "My own words"
    own.save_revision(user=user)
    approve(page=again(waiting), user=account_of(colleague))
    # Whoever leads the school decides about words that only the stand-in wrote.
    assert not again(waiting).live


def test_a_former_stand_in_decides_nothing(
    district: District, waiting: UpdatePage, colleague: Staff, clock: Clock
) -> None:
    clock("2026-11-16 06:15")
    pass_on()
    assert sees(account_of(colleague), waiting)
    choose_stand_ins(school=district.school, staff=[], user=district.principal)
    assert not sees(account_of(colleague), waiting)
    assert_still_waits(waiting)


def test_someone_who_moved_to_another_school_decides_and_gets_nothing(
    district: District, waiting: UpdatePage, colleague: Staff, clock: Clock
) -> None:
    """Choosing asks where someone works; so does every day after it."""
    clock("2026-11-16 06:15")
    pass_on()
    assert sees(account_of(colleague), waiting)
    StaffRole.objects.create(staff=colleague, role=Role.TEACHER, school=district.other_school)
    left = StaffRole.objects.filter(staff=colleague, school=district.school)
    left.update(until="2026-11-15")
    tell_everyone()
    assert told(account_of(colleague)) == 0
    assert not sees(account_of(colleague), waiting)
    with pytest.raises(PermissionDenied):
        approve(page=again(waiting), user=account_of(colleague))
    assert_still_waits(waiting)


def test_only_the_schools_own_principal_chooses_and_only_people_of_the_school(
    district: District, client: Client
) -> None:
    staff = make_staff((Role.TEACHER, district.school))
    stranger = make_staff((Role.TEACHER, district.other_school))
    for user, chosen in ((district.other_principal, staff), (district.principal, stranger)):
        with pytest.raises(PermissionDenied):
            choose_stand_ins(school=district.school, staff=[chosen], user=user)
    address = reverse("moderation_stand_ins", args=[district.school.pk])
    client.force_login(district.principal)
    assert stranger.full_name not in client.get(address).text
    client.post(address, {"staff": [staff.pk]})
    assert [row.staff for row in StandIn.objects.all()] == [staff]
    client.force_login(district.other_principal)
    assert client.post(address, {"staff": []}).status_code == 302
    assert StandIn.objects.exists()
    assert not PassedOn.objects.exists()


@pytest.mark.parametrize("days", ["0", "-1", "99999"])
def test_the_limits_are_stated_before_and_in_one_sentence(days: str) -> None:
    form = get_edit_handler(ReviewSettings).get_form_class()({"pass_on_after": days})
    assert form.errors["pass_on_after"] == ["Choose between 1 and 10 school days."]
    assert "1 to 10 school days" in form["pass_on_after"].help_text
