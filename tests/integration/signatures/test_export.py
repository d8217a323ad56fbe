"""`manage.py export_signatures`: everyone's signature as files, with checksums."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage
from signatures.models import Issue
from tests.factories.pages import make_home, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> SchoolPage:
    return make_school(make_home(), title="Juniper Creek Elementary")


def add_staff(school: SchoolPage, number: int, **fields: Any) -> Staff:
    values = {
        "given_name": "Person",
        "family_name": f"Number{number}",
        "title": "Teacher",
        "email": f"person.{number}@larkspur.example",
        **fields,
    }
    staff = Staff.objects.create(**values)
    Staff.schools.through.objects.create(staff=staff, schoolpage=school)
    return staff


def export(folder: Path) -> str:
    out = io.StringIO()
    call_command("export_signatures", out=folder, stdout=out)
    return out.getvalue()


def test_each_employee_has_two_files_with_their_checksums(
    school: SchoolPage, tmp_path: Path
) -> None:
    add_staff(school, 1, given_name="../Zoë", family_name="O'Hara; rm -rf")
    add_staff(school, 2, family_name="=HYPERLINK(1)", given_name="=1+1")
    add_staff(school, 3, active=False)
    add_staff(school, 4, title="")
    folder = tmp_path / "new"
    said = export(folder)
    assert "2 signatures in" in said
    assert "Person Number4: The signature lacks: title." in said
    rows = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert len(rows) == 2
    for row in rows:
        for kind in ("htm", "txt"):
            content = (folder / row[kind]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == row[f"{kind}_sha256"]
        assert row["name"] in (folder / row["txt"]).read_text(encoding="utf-8")
    assert rows[0]["htm"].startswith("signatures/zoe-o-hara-rm-rf-")
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["email"] for line in lines] == [row["email"] for row in rows]
    assert lines[1]["name"].startswith("'=1+1")  # must not be a formula
    sums = (folder / "SHA256SUMS").read_text().splitlines()
    assert len(sums) == 2 * 2 + 5
    for line in sums:
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_the_files_are_private_to_the_account(school: SchoolPage, tmp_path: Path) -> None:
    add_staff(school, 1)
    export(tmp_path)
    written = list(tmp_path.rglob("*"))
    assert {path.stat().st_mode & 0o077 for path in written} == {0}
    assert AuditEntry.objects.filter(action="signature.export_begun").count() == 1


def test_a_folder_that_is_not_empty_is_refused(school: SchoolPage, tmp_path: Path) -> None:
    (tmp_path / "old.htm").write_text("x")
    with pytest.raises(CommandError, match="is not empty"):
        export(tmp_path)
    assert not Issue.objects.exists()
