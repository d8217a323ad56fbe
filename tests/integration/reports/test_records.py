"""Records on request: everything about one person, and a school year whole."""

import csv
import io
import json
import os
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from classroom.models import PostingSlot
from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.reports.records.person import SECRET, columns_of, person_at, rows_about
from district_cms.reports.records.school_year import remove_old
from district_cms.reports.tasks import export_year
from notifications.models import Subscriber
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db
SCREEN = "/admin/reports/records/"


@pytest.fixture
def administrator(client: Client, district: District) -> Client:
    client.force_login(make_account(Role.ADMINISTRATOR))
    return client


def tables(response: Any) -> dict[str, list[dict[str, str]]]:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    return {
        name.removesuffix(".csv"): list(csv.DictReader(archive.read(name).decode().splitlines()))
        for name in archive.namelist()
    }


def test_the_export_of_an_employee_holds_record_account_and_classes(
    administrator: Client, district: District
) -> None:
    address = district.teacher.email
    found = tables(administrator.post(SCREEN, {"email": f" {address.upper()} "}))
    assert [row["email"] for row in found["people.User"]] == [address]
    assert [row["id"] for row in found["people.Staff"]] == [str(district.teacher_staff.pk)]
    assert {row["staff"] for row in found["classroom.ClassroomTeacher"]} == {
        str(district.teacher_staff.pk)
    }
    assert "password" not in found["people.User"][0]
    entry = AuditEntry.objects.get(action="records.person_exported")
    assert entry.data["person"] == district.teacher_staff.full_name


def test_the_export_of_a_family_holds_what_it_follows_and_the_log_not_its_address(
    administrator: Client, district: District
) -> None:
    family = Subscriber.objects.create()
    family.addresses.create(
        channel="email", address="parent@home.example", verified_at=timezone.now()
    )
    family.subscriptions.create(
        channel="email", scope="class", page_uuid=district.classroom.translation_key
    )
    found = tables(administrator.post(SCREEN, {"email": "parent@home.example"}))
    assert len(found["notifications.Subscriber"]) == len(found["notifications.Subscription"]) == 1
    entry = AuditEntry.objects.get(action="records.person_exported")
    assert "home.example" not in json.dumps(entry.data)


def test_what_a_spreadsheet_would_calculate_leaves_as_text(
    administrator: Client, district: District
) -> None:
    district.teacher_staff.title = '=HYPERLINK("//x")'
    district.teacher_staff.save()
    found = tables(administrator.post(SCREEN, {"email": district.teacher.email}))
    assert found["people.Staff"][0]["title"] == '\'=HYPERLINK("//x")'


def test_an_unknown_address_says_so_and_keeps_what_was_typed(administrator: Client) -> None:
    page = administrator.post(SCREEN, {"email": "nobody@home.example"})
    assert "No account, employee or family has" in page.text
    assert "nobody@home.example" in page.text


def test_no_table_leaves_with_a_secret(district: District) -> None:
    person = person_at(district.teacher.email)
    models = [m for m in apps.get_models(include_auto_created=True) if rows_about(person, m)]
    assert len(models) > 20
    names = {f"{m._meta.label}.{column.name}" for m in models for column in columns_of(m)}
    assert not {name for name in names if SECRET.search(name.rpartition(".")[2])}
    assert "mfa.Authenticator.data" not in names


def test_a_year_is_written_school_by_school_and_deleted_after_a_week(
    administrator: Client, district: District, settings: Settings, tmp_path: Any
) -> None:
    settings.PRIVATE_MEDIA_ROOT = tmp_path
    update = make_update(district.classroom, **update_content(district.curriculum))
    page = administrator.post(SCREEN, {"year": district.year.pk}, follow=True)
    assert "files are being made" in page.text
    name = export_year(district.year.pk, district.school.pk)
    assert name in administrator.get(SCREEN).text
    response = administrator.get(f"{SCREEN}{name}/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    lines = [json.loads(line) for line in archive.read("updates.jsonl").splitlines()]
    assert update.title in {line["title"] for line in lines}
    slots = archive.read("classroom.PostingSlot.csv").decode().splitlines()
    assert len(slots) == 1 + PostingSlot.objects.filter(classroom=district.classroom).count()
    assert administrator.get(f"{SCREEN}no-such.zip/").status_code == 404
    assert remove_old() == 0
    week_ago = timezone.now().timestamp() - 8 * 24 * 60 * 60
    os.utime(tmp_path / "records" / name, (week_ago, week_ago))
    assert remove_old() == 1


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.COMMUNICATIONS])
def test_only_administrators_export(client: Client, district: District, role: Role) -> None:
    client.force_login(make_account(role, district.school))
    for answer in (client.get(SCREEN), client.post(SCREEN, {"email": district.teacher.email}),
                   client.get(f"{SCREEN}2026-27-juniper-creek.zip/")):  # fmt: skip
        assert answer.status_code in {302, 403}
    assert SCREEN not in client.get("/admin/").text
