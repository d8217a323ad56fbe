"""An urgent notice: the website first, then everyone who follows a school, each once."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from district_cms.people.roles import Role
from district_cms.schools.models import Banner
from district_cms.web.models import FailedWork
from notifications.models import (
    Channel,
    Message,
    Scope,
    Standing,
    UrgentNotice,
)
from notifications.notices import writing
from notifications.notices.previewing import progress_of
from notifications.notices.rules import NotSent
from notifications.notices.services import send_urgent_notice, withdraw
from notifications.notices.writing import write_all, write_block
from tests.factories.district import District
from tests.factories.people import make_account

from .conftest import follow, urgent

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(district: District) -> Any:
    return make_account(Role.COMMUNICATIONS)


@pytest.fixture
def administrator(district: District) -> Any:
    return make_account(Role.ADMINISTRATOR)


def send(notice: UrgentNotice, user: Any, **more: Any) -> UrgentNotice:
    return send_urgent_notice(notice=notice, user=user, seen=notice.fingerprint, **more)


def recipients() -> list[str]:
    urgent_ones = Message.objects.filter(message_class="urgent")
    return sorted(urgent_ones.values_list("address", flat=True))


# ------------------------------------------------------------------ who gets it


def test_everyone_who_follows_anything_at_a_school_gets_it_and_nobody_else(
    district: District, office: Any, administrator: Any
) -> None:
    wanted = [
        *follow(district.classroom),
        *follow(district.teacher_page, Scope.TEACHER),
        *follow(district.school, Scope.SCHOOL),
        *follow(district.school, Scope.NOTICES),
        *follow(district.classroom, channel=Channel.TEXT),
    ]
    others = follow(district.other_school, Scope.SCHOOL)
    write_all(send(urgent(office, [district.school]), administrator))
    assert recipients() == sorted(wanted)
    write_all(send(urgent(office), administrator))
    assert sorted(set(recipients())) == sorted([*wanted, *others])


def test_a_shared_telephone_gets_one_text_and_a_second_run_writes_nothing(
    district: District, office: Any, administrator: Any
) -> None:
    number = "+14065550177"
    follow(district.classroom, number=2, channel=Channel.TEXT, address=number)
    notice = send(urgent(office), administrator)
    while write_block(notice, size=1):
        pass
    assert recipients() == [number]
    UrgentNotice.objects.filter(pk=notice.pk).update(standing=Standing.SENDING, written_after=0)
    write_all(notice)
    assert recipients() == [number]


# ------------------------------------------------------------------ what they get


# ------------------------------------------------------------------ the website, the second person


def test_it_is_sent_once_and_never_after_it_was_withdrawn(
    district: District, office: Any, administrator: Any
) -> None:
    notice = urgent(office)
    send(notice, administrator)
    with pytest.raises(NotSent, match="already"):
        send(notice, administrator)
    other = urgent(office)
    withdraw(notice=other, user=office)
    with pytest.raises(NotSent, match="withdrawn"):
        send(other, administrator)
    assert Banner.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "own", "other", "whole"),
    [
        ("teacher", False, False, False),
        ("principal", True, False, False),
        ("other_principal", False, True, False),
        ("office", True, True, True),
        ("administrator", True, True, True),
        ("counselor", False, False, False),
    ],
)
def test_who_may_send_where(
    name: str, own: bool, other: bool, whole: bool, district: District, office: Any
) -> None:
    made = {
        "office": Role.COMMUNICATIONS,
        "administrator": Role.ADMINISTRATOR,
        "counselor": Role.COUNSELOR,
    }
    user = make_account(made[name]) if name in made else getattr(district, name)
    both = [district.school, district.other_school]
    places: list[tuple[Any, bool]] = [
        ([district.school], own),
        ([district.other_school], other),
        (both, own and other),
        (None, whole),
    ]
    for schools, may in places:
        notice = urgent(office, schools)
        if may:
            assert send(notice, user).standing == Standing.SENDING
        else:
            with pytest.raises(PermissionDenied):
                send(notice, user)


# ------------------------------------------------------------------ at size, and when things break


def test_a_killed_run_continues_where_it_stopped(
    district: District, office: Any, administrator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = follow(district.classroom, number=5)
    notice = send(urgent(office), administrator)
    write_block(notice, size=2)
    with monkeypatch.context() as patch:
        patch.setattr(UrgentNotice, "save", _killed)
        with pytest.raises(KeyboardInterrupt):
            write_block(notice, size=2)
    assert len(recipients()) == 2
    notice.refresh_from_db()
    assert progress_of(notice).waiting == 5
    asked: list[Any] = []
    monkeypatch.setattr(writing, "async_task", lambda *args: asked.append(args))
    writing.go_on()
    assert asked == [(writing.WRITE, "urgent", notice.pk)]
    assert writing.write("urgent", notice.pk) == "written"
    assert recipients() == sorted(wanted)
    asked.clear()
    writing.go_on()
    assert asked == []


def _killed(*args: Any, **kwargs: Any) -> None:
    raise KeyboardInterrupt


def test_one_failing_address_stops_nobody_else(
    district: District, office: Any, administrator: Any
) -> None:
    follow(district.classroom, channel=Channel.TEXT, address="no number")
    wanted = follow(district.classroom, number=2, channel=Channel.TEXT)
    write_all(send(urgent(office), administrator))
    assert recipients() == sorted(wanted)
    assert FailedWork.objects.filter(task="notice").count() == 1
