"""Deliveries that the student information system leaves in a folder each night."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.utils import timezone

from classroom import tasks
from classroom.models import RosterDelivery
from classroom.rosters.drop_folder import take_deliveries
from district_cms.people.models import Staff, StaffRole
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from district_cms.web.models import FailedWork
from tests.factories.district import District
from tests.factories.rosters import small_delivery

from .conftest import Bring

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def in_an_hour() -> dt.datetime:
    return timezone.now() + dt.timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path, district: District) -> Path:
    drop = tmp_path / "drop"
    drop.mkdir()
    return drop


def make_old(path: Path) -> None:
    moment = (timezone.now() - dt.timedelta(minutes=30)).timestamp()
    for each in (path, *path.rglob("*")):
        os.utime(each, (moment, moment))


def test_a_settled_delivery_is_applied_once_and_lies_in_done(folder: Path) -> None:
    make_old(small_delivery().write(folder / "monday"))
    assert take_deliveries(folder, now=timezone.now()) == 1
    assert Staff.objects.filter(source_id="rivera").exists()
    assert [each.name[-6:] for each in (folder / "done").iterdir()] == ["monday"]
    assert take_deliveries(folder, now=in_an_hour()) == 0
    assert RosterDelivery.objects.count() == 1


def test_one_that_is_still_being_written_waits(folder: Path) -> None:
    written = small_delivery().write(folder / "monday")
    make_old(folder)
    moment = timezone.now().timestamp()
    os.utime(written / "users.csv", (moment, moment))
    assert take_deliveries(folder, now=timezone.now()) == 0
    assert written.exists()


def test_one_with_mistakes_is_reported_once_and_lies_in_refused(folder: Path) -> None:
    (folder / "broken.zip").write_bytes(b"no zip")
    make_old(folder)
    assert take_deliveries(folder, now=timezone.now()) == 0
    assert take_deliveries(folder, now=in_an_hour()) == 0
    failed = FailedWork.objects.get()
    assert (failed.reason, failed.count) == (FailedWork.Reason.FILE, 1)
    assert "broken.zip" in failed.title
    assert [each.name[-10:] for each in (folder / "refused").iterdir()] == ["broken.zip"]
    assert not Staff.objects.filter(source_id="rivera").exists()


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    elsewhere = small_delivery().write(tmp_path / "elsewhere")
    make_old(elsewhere)
    (folder / "link").symlink_to(elsewhere)
    assert take_deliveries(folder, now=in_an_hour()) == 0
    assert not RosterDelivery.objects.exists()


def test_what_a_person_has_to_read_waits_and_a_delta_stays_behind_it(
    folder: Path, bring: Bring
) -> None:
    bring(small_delivery())
    haddad, school = Staff.objects.get(source_id="haddad"), SchoolPage.objects.get(source_id="s")
    StaffRole.objects.create(staff=haddad, role=Role.PRINCIPAL, school=school)
    renamed = small_delivery()
    renamed.rows["users"][1]["familyName"] = "Haddad-Lee"
    make_old(renamed.write(folder / "a-bulk"))
    delta = small_delivery()
    delta.mode = "delta"
    for rows in delta.rows.values():
        for row in rows:
            row["status"] = "active"
    make_old(delta.write(folder / "b-delta"))
    assert take_deliveries(folder, now=timezone.now()) == 1
    assert RosterDelivery.objects.get(state=RosterDelivery.State.WAITING).name == "a-bulk"
    assert take_deliveries(folder, now=in_an_hour()) == 0
    assert (folder / "b-delta").exists()


def test_without_a_folder_the_task_does_nothing() -> None:
    assert tasks.take_rosters() == "no drop folder"
