"""Nightly loops: one item that fails keeps no other one back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from django.utils import timezone

from classroom.ledger import refresh
from classroom.ledger import refresh as chunks
from classroom.ledger.refresh import refresh_current_year
from classroom.models import ClassroomStanding
from district_cms.people import services as people
from district_cms.people.models import Staff, StaffRole
from district_cms.people.roles import Role
from district_cms.web.models import FailedWork
from district_cms.web.queue.isolation import Item, is_full_disk, isolated, reason_of
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


def test_a_class_that_fails_keeps_no_other_class_from_its_new_standing(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    classes = [make_classroom(district.teacher_page, title=f"Math {n}") for n in range(4)]
    broken = classes[1]
    ClassroomStanding.objects.all().delete()
    true = chunks.refresh_chunk

    def refresh_chunk(ids: Sequence[int], **moment: Any) -> int:
        if broken.pk in ids:
            raise ZeroDivisionError
        return true(ids, **moment)

    monkeypatch.setattr(refresh, "refresh_chunk", refresh_chunk)
    refresh_current_year()

    found = set(ClassroomStanding.objects.values_list("classroom_id", flat=True))
    assert found == {district.classroom.pk, *(c.pk for c in classes)} - {broken.pk}
    row = FailedWork.objects.open().get()
    assert (row.task, row.page_id, row.title) == ("ledger", broken.pk, "Math 1")
    monkeypatch.undo()
    refresh_current_year()
    assert not FailedWork.objects.open().exists()


def test_a_staff_member_whose_roles_fail_keeps_nobody_elses_back(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    staff = [make_staff((Role.PRINCIPAL, district.school)) for _number in range(3)]
    StaffRole.objects.filter(staff__in=staff).update(until=yesterday)
    true = people.give_account_its_groups

    def give(*, staff: Staff) -> None:
        if staff.pk == broken.pk:
            raise KeyError
        true(staff=staff)

    broken = staff[0]
    monkeypatch.setattr(people, "give_account_its_groups", give)
    people.refresh_dated_roles()

    kept = [each.pk for each in staff if each.user and each.user.groups.exists()]
    assert kept == [broken.pk]
    assert FailedWork.objects.open().get().key == str(broken.pk)


class Refused(Exception):
    """As a database says that its disk is full."""

    sqlite_errorcode = 13


def test_a_full_disk_is_known_wherever_it_was_met() -> None:
    wrapped = RuntimeError()
    wrapped.__cause__ = Refused()
    assert is_full_disk(OSError(28, "No space left on device"))
    assert is_full_disk(wrapped)
    assert not is_full_disk(OSError(2, "No such file"))
    assert reason_of(wrapped) == FailedWork.Reason.DISK


def test_a_signal_to_end_is_not_a_failure_of_the_item() -> None:
    with pytest.raises(KeyboardInterrupt), isolated(Item("publish", "1"), noted_before=True):
        raise KeyboardInterrupt
    assert not FailedWork.objects.open().exists()
    assert not FailedWork.objects.filter(begun_at__isnull=False).exists()
