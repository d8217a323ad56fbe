"""People whose signature has changed get one mail; the office sees who has renewed it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from district_cms.brand.models import Logo, Organization
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.web.times import date_text
from notifications.models import Message, MessageClass
from signatures.export.files import export_signatures
from signatures.issuing import mails
from signatures.issuing.changes import binding
from signatures.issuing.mails import tell_outdated
from signatures.issuing.services import forget_old, issue_signature
from signatures.issuing.standing import SignatureStatus, standings
from signatures.issuing.tasks import renewals
from signatures.models import Entitlement, Issue
from signatures.options import options_for, prepare
from signatures.preferences import SignaturePreferences
from tests.factories import media
from tests.factories.pages import make_home, make_school
from tests.factories.people import make_account, make_staff
from tests.factories.signatures import make_entitlement
from tests.unit.notifications.mail_support import mail_faults

pytestmark = pytest.mark.django_db


def outdated() -> list[SignatureStatus]:
    """Returns the people whose signature would differ if they copied it now."""
    everyone = standings(Staff.objects.active(), timezone.localdate())
    return [each for each in everyone if binding(each.changed)]


@pytest.fixture
def school(home: Any) -> Any:
    return make_school(home, title="Juniper Creek Elementary")


@pytest.fixture
def teacher(school: Any) -> Staff:
    return make_staff((Role.TEACHER, school), given_name="Elena", family_name="Rivera")


def take(
    staff: Staff, preferences: SignaturePreferences | None = None, at: dt.datetime | None = None
) -> Issue:
    now = at or timezone.now()
    prepared = prepare(options_for(staff, timezone.localdate()), preferences)
    return issue_signature(
        prepared=prepared, signature=prepared.render(), path=Issue.Path.COPY, now=now
    )


def a_logo(owner: Organization) -> None:
    picture = media.png(image=media.drawing())
    Logo(
        name="Mark", description="Mark", organization=owner, file=ContentFile(picture, name="x.png")
    ).save()


def new_title(staff: Staff) -> None:
    Staff.objects.filter(pk=staff.pk).update(title="Grade 4 Teacher")


def new_school(staff: Staff) -> None:
    staff.schools.set([make_school(make_home(), title="Larkspur High")])
    staff.save()


def new_logo(staff: Staff) -> None:
    a_logo(Organization.objects.get(kind="district"))


def membership_ends(staff: Staff) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Entitlement.objects.filter(staff=staff).update(expires=yesterday)


@pytest.mark.parametrize("change", [new_title, new_school])
def test_a_change_is_announced_once(change: Callable[[Staff], None], teacher: Staff) -> None:
    make_entitlement(staff=teacher)
    take(teacher)
    assert tell_outdated() == 0
    change(teacher)
    assert tell_outdated() == 1
    assert tell_outdated() == 0
    told = Message.objects.get()
    assert (told.address, told.subject) == (teacher.user.email, "Copy your new signature")
    assert told.message_class == MessageClass.STAFF
    assert reverse("signatures:my_signature") in told.text
    assert mail_faults(told.html) == {}


@pytest.mark.parametrize("change", [new_logo, membership_ends])
def test_a_change_of_an_optional_part_causes_no_mail(
    change: Callable[[Staff], None], teacher: Staff, client: Client
) -> None:
    make_entitlement(staff=teacher)
    take(teacher)
    change(teacher)
    assert tell_outdated() == 0
    client.force_login(teacher.user)
    assert "What is new:" in client.get(reverse("signatures:my_signature")).text


def test_the_home_screen_asks_until_it_is_copied_or_the_change_is_undone(
    teacher: Staff, client: Client
) -> None:
    client.force_login(teacher.user)
    home = reverse("wagtailadmin_home")
    asks = "Copy your new signature"
    take(teacher)
    new_title(teacher)
    assert asks not in client.get(home).text
    tell_outdated()
    assert asks in client.get(home).text
    client.post(reverse("signatures:take"), {"path": "htm"})
    assert asks not in client.get(home).text

    before = Staff.objects.get(pk=teacher.pk).title
    Staff.objects.filter(pk=teacher.pk).update(title="Grade 5 Teacher")
    tell_outdated(now=timezone.now() + dt.timedelta(days=31))
    assert asks in client.get(home).text
    Staff.objects.filter(pk=teacher.pk).update(title=before)
    tell_outdated()
    assert asks not in client.get(home).text
    # Nobody else is asked.
    Staff.objects.filter(pk=teacher.pk).update(title="Grade 6 Teacher")
    tell_outdated(now=timezone.now() + dt.timedelta(days=62))
    client.force_login(make_account(Role.PRINCIPAL, teacher.schools.first()))
    assert asks not in client.get(home).text


def test_another_host_or_new_html_is_no_new_signature(
    teacher: Staff, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_logo(teacher)
    take(teacher)
    settings.WAGTAILADMIN_BASE_URL = "https://new.example"
    monkeypatch.setattr("signatures.render.MARGIN", "margin:0 0 9px 0;")
    assert outdated() == []


def test_an_export_does_not_count_as_a_copy_and_hides_no_change(
    teacher: Staff, tmp_path: Path
) -> None:
    taken = take(teacher)
    new_title(teacher)
    tell_outdated()
    export_signatures(tmp_path, now=timezone.now(), actor="test")
    assert len(outdated()) == 1
    assert Issue.objects.newest().get() == taken


def test_a_second_change_is_announced_but_not_within_a_month(teacher: Staff) -> None:
    now = timezone.now()
    take(teacher, at=now)
    new_title(teacher)
    assert tell_outdated(now=now) == 1
    new_school(teacher)
    assert tell_outdated(now=now + dt.timedelta(days=3)) == 0
    assert tell_outdated(now=now + dt.timedelta(days=31)) == 1
    assert tell_outdated(now=now + dt.timedelta(days=62)) == 0


def test_the_next_change_after_copying_is_announced_again(teacher: Staff) -> None:
    take(teacher)
    new_title(teacher)
    assert renewals().startswith("1 mails")
    teacher.refresh_from_db()
    take(teacher)
    assert tell_outdated() == 0
    Staff.objects.filter(pk=teacher.pk).update(phone="406-555-0177")
    assert tell_outdated() == 1


def test_many_people_get_mail_in_several_runs(school: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mails, "MOST_MAILS", 2)
    for _ in range(3):
        staff = make_staff((Role.TEACHER, school))
        take(staff)
        new_title(staff)
    assert [tell_outdated() for _ in range(3)] == [2, 1, 0]


def test_no_mail_for_people_without_a_copy_who_left_or_who_lack_a_title(school: Any) -> None:
    never, left, untitled = (make_staff((Role.TEACHER, school)) for _ in range(3))
    for staff in (left, untitled):
        take(staff)
    Staff.objects.filter(pk=never.pk).update(title="Principal")
    Staff.objects.filter(pk=left.pk).update(title="Principal", active=False)
    Staff.objects.filter(pk=untitled.pk).update(title="")
    assert tell_outdated() == 0


def test_the_office_sees_taken_and_exported_signatures_with_their_versions(
    teacher: Staff, client: Client, tmp_path: Path
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    address = reverse("signatures_issued:index")
    assert "Nobody has taken a signature" in client.get(address).text
    new_logo(teacher)
    take(teacher)
    export_signatures(tmp_path, now=timezone.now(), actor="test")
    shown = client.get(address).text
    since = f"Mark, from {date_text(timezone.localdate())}"
    for words in ("Elena Rivera", "Copied", "Exported by the district", "as delivered", since):
        assert words in shown
    results = reverse("signatures_issued:index_results")
    assert "Exported" not in client.get(results, {"path": "copy"}).text
    client.force_login(teacher.user)
    assert client.get(address).status_code in {302, 403}


def test_after_two_years_only_the_last_one_is_stored(teacher: Staff) -> None:
    now = timezone.now()
    long_ago = now - dt.timedelta(days=800)
    take(teacher, at=long_ago)
    last = take(teacher, at=long_ago)
    assert forget_old(now=now) == 1
    assert Issue.objects.get() == last
