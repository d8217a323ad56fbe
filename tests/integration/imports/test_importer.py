"""Another kind of file than calendars comes in the same way: a list of organizations."""

import csv
import datetime as dt
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

import lxml.html
import pytest
import time_machine
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import path
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from district_cms.brand.models import Organization
from district_cms.imports import views
from district_cms.imports import views as import_forms
from district_cms.imports.commands import ImportCommand
from district_cms.imports.importer import GENERAL, Importer, ImportRefused, PlanChanged
from district_cms.imports.reading import (
    Collector,
    Kind,
    Plan,
    compare,
    decode,
    read_flag,
    read_table,
    suspicious_shrink,
)
from district_cms.imports.views import ImportForm, ImportView
from district_cms.people.models import User
from district_cms.urls import urlpatterns as site_patterns

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

PROFESSIONAL = Organization.Kind.PROFESSIONAL
ADDRESS = "/import-organizations/"
HEADERS = {"name": ("name",), "member": ("member",)}


class OrganizationImporter(Importer[Collector]):
    """Whose `member` is yes, is there; all others go."""

    sentences: ClassVar = {**GENERAL, "not-yes-or-no": "Write yes or no."}
    target = "organizations"

    def __init__(self, *, shrink: bool = False) -> None:
        self.shrink = shrink
        self.names: dict[str, str] = {}

    def read(self, name: str, data: bytes) -> Collector:
        found = Collector()
        text = decode(data, found)
        lines = read_table(text or "", found, headers=HEADERS, needed={"no-column": ("name",)})
        self.names = {}
        for line in lines:
            member = read_flag(line["member"])
            if member is None:
                found.error(line.number, line.header("member"), line["member"], "not-yes-or-no")
            elif member:
                self.names[line["name"]] = line["name"]
        return found

    def plan(self, rows: Collector) -> Plan:
        names = Organization.objects.filter(kind=PROFESSIONAL).values_list("name", flat=True)
        present = {name: name for name in names}
        changes, unchanged = compare("organization", present, self.names, replace=True)
        errors = list(rows.errors)
        shrink = suspicious_shrink(
            Plan(changes, unchanged), "organization", present=len(present), most=0.5
        )
        if shrink and not self.shrink:
            errors.append(shrink)
        return Plan(changes, unchanged, tuple(errors), tuple(rows.notes))

    def lock(self) -> None:
        list(Organization.objects.select_for_update())

    def write(self, plan: Plan) -> None:
        for change in plan.changes:
            if change.kind == Kind.ADDED:
                Organization.objects.create(kind=PROFESSIONAL, name=change.key)
            else:
                Organization.objects.get(kind=PROFESSIONAL, name=change.key).delete()

    def record(self, plan: Plan, user: User) -> None:
        about = Organization.objects.first()
        log(instance=about, action="wagtail.edit", user=user, data={"n": len(plan.changes)})


class OrganizationForm(ImportForm):
    shrink = forms.BooleanField(required=False)


class OrganizationView(ImportView):
    page_title = "Import organizations"
    permission_required = "brand.add_organization"
    form_class = OrganizationForm

    def get_importer(self, options: Mapping[str, Any]) -> OrganizationImporter:
        return OrganizationImporter(**options)


class Command(ImportCommand):
    def get_importer(self, options: dict[str, Any]) -> OrganizationImporter:
        return OrganizationImporter()


urlpatterns = [path("import-organizations/", OrganizationView.as_view()), *site_patterns]


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("office@larkspur.example"))
    return client


def table(*names: str, no: tuple[str, ...] = ()) -> bytes:
    rows = [f"{name},yes" for name in names] + [f"{name},no" for name in no]
    return "\n".join(["name,member", *rows]).encode()


def present() -> list[str]:
    return list(Organization.objects.order_by("name").values_list("name", flat=True))


def add(*names: str) -> None:
    for name in names:
        Organization.objects.create(kind=PROFESSIONAL, name=name)


def apply(data: bytes, **options: Any) -> Plan:
    importer = OrganizationImporter()
    return importer.apply(importer.read("a.csv", data), **options)


def send(client: Client, data: bytes, **fields: str) -> Any:
    return client.post(ADDRESS, {"file": SimpleUploadedFile("a.csv", data), **fields})


def token(response: Any) -> str:
    (field,) = lxml.html.fromstring(response.content).xpath("//input[@name='token']")
    return str(field.get("value"))


def text(response: Any) -> str:
    return " ".join(lxml.html.fromstring(response.content).text_content().split())


def test_a_file_is_taken_and_recorded_as_a_whole() -> None:
    add("Art", "Music")
    user = User.objects.create_superuser("office@larkspur.example")
    plan = apply(table("Music", "Reading", no=("Art",)), user=user)
    assert (plan.count(Kind.ADDED), plan.count(Kind.REMOVED), plan.unchanged) == (1, 1, 1)
    assert present() == ["Music", "Reading"]
    entry = ModelLogEntry.objects.get()
    assert (entry.user, entry.data) == (user, {"n": 2})
    apply(table("Music", "Reading"))
    assert ModelLogEntry.objects.count() == 1  # nothing changed, nothing to record


@pytest.mark.parametrize("broken", ["write", "record"])
def test_an_import_that_fails_halfway_is_undone(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = getattr(OrganizationImporter, broken)

    def fail(self: OrganizationImporter, *arguments: Any) -> None:
        original(self, *arguments)
        raise RuntimeError("the power went out")

    monkeypatch.setattr(OrganizationImporter, broken, fail)
    with pytest.raises(RuntimeError):
        apply(table("Music"))
    assert present() == []
    assert not ModelLogEntry.objects.exists()


def test_one_mistake_stops_all_of_it() -> None:
    with pytest.raises(ImportRefused) as refused:
        apply(b"name,member\nMusic,yes\nArt,perhaps\n")
    (error,) = refused.value.errors
    assert (error.row, error.column, error.value) == (3, "member", "perhaps")
    assert present() == []


def test_the_import_does_what_was_confirmed_or_nothing() -> None:
    importer = OrganizationImporter()
    agreed = importer.plan(importer.read("a.csv", table("Music"))).digest()
    add("Art")
    with pytest.raises(PlanChanged):
        apply(table("Music"), expected=agreed)
    assert present() == ["Art"]
    Organization.objects.all().delete()
    apply(table("Music"), expected=agreed)
    assert present() == ["Music"]


# ---------------------------------------------------------------- the screen


def test_a_shrink_is_refused_until_someone_says_that_it_is_meant(office: Client) -> None:
    add(*"ABCDEFGH")
    refused = send(office, table("A"))
    assert "The whole file – – Most of what is there now would be removed." in text(refused)
    assert len(present()) == 8
    meant = send(office, table("A"), shrink="on")
    office.post(ADDRESS, {"token": token(meant)})
    assert present() == ["A"]


def test_of_thousands_of_changes_the_first_of_each_kind_are_shown_and_a_file_has_all(
    office: Client,
) -> None:
    Organization.objects.bulk_create(
        Organization(kind=PROFESSIONAL, name=f"Old {number:04}") for number in range(300)
    )
    preview = send(office, table(*(f"New {number:04}" for number in range(3_000))), shrink="on")
    shown = text(preview)
    assert len(preview.content) < 400_000
    assert "3000 added, 0 changed, 300 removed" in shown
    assert ("New 0199" in shown, "New 0200" in shown) == (True, False)
    assert ("Old 0199" in shown, "Old 0200" in shown) == (True, False)
    assert "Added: the first 200 of 3000 are shown." in shown
    assert "Removed: the first 200 of 300 are shown." in shown
    file = office.post(ADDRESS, {"token": token(preview), "list": "1"})
    assert file["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(StringIO(file.text)))
    assert len(rows) == 3_300
    assert (rows[-1]["Change"], rows[-1]["Entry"]) == ("Removed", "Old 0299")
    assert len(present()) == 300  # a list changes nothing
    office.post(ADDRESS, {"token": token(preview)})
    assert len(present()) == 3_000


def test_what_a_file_of_few_changes_says_needs_no_counting(office: Client) -> None:
    preview = send(office, table("Music"))
    assert "are shown" not in text(preview)
    rows = office.post(ADDRESS, {"token": token(preview), "list": "1"}).text.splitlines()
    assert rows == ["Change,Entry,Column,Until now,New", "Added,Music,,,Music"]


def test_a_change_after_the_preview_is_shown_again(office: Client) -> None:
    preview = send(office, table("Music"))
    add("Art")
    again = office.post(ADDRESS, {"token": token(preview)})
    assert "changed in the meantime" in text(again)
    assert "Removed Art" in text(again)
    assert present() == ["Art"]
    office.post(ADDRESS, {"token": token(again)})
    assert present() == ["Music"]


def test_a_preview_is_good_for_an_hour_and_one_person(office: Client) -> None:
    colleague = Client()
    colleague.force_login(User.objects.create_superuser("web@larkspur.example"))
    with time_machine.travel(dt.datetime(2026, 8, 1, 15, tzinfo=dt.UTC), tick=False) as clock:
        signed = token(send(office, table("Music")))
        answers = [
            colleague.post(ADDRESS, {"token": signed}),
            office.post(ADDRESS, {"token": signed[:-2]}),
        ]
        clock.shift(views.TOKEN_AGE + 1)
        office.force_login(User.objects.get(email="office@larkspur.example"))
        answers.append(office.post(ADDRESS, {"token": signed}))
    assert all("no longer valid" in text(answer) for answer in answers)
    assert present() == []


def test_a_preview_too_long_for_a_form_is_refused_in_words(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LONGEST_TOKEN", 20)
    assert "This file is too big." in text(send(office, table("Music")))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF", "cannot be read here"),
        ("a.csv", b"a" * 11, "too big"),
        ("a.csv", b"", "empty"),
    ],
)
def test_an_impossible_file_id_is_refused_at_the_field(
    office: Client, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, words: str
) -> None:
    monkeypatch.setattr(import_forms.ImportForm, "largest_file", 10)
    answer = office.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})
    assert words in text(answer)


def test_only_those_with_the_permission_may_import(client: Client) -> None:
    client.force_login(User.objects.create_user("teacher@larkspur.example"))
    assert client.get(ADDRESS).status_code == 403
    assert send(client, table("Music")).status_code == 403


# ---------------------------------------------------------------- the command


def test_a_command_shows_what_it_would_do_and_does_it(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(table("Music"))
    for arguments, there in ((["--dry-run"], []), ([], ["Music"])):
        out = StringIO()
        call_command(Command(), str(file), *arguments, stdout=out)
        assert "+ Music: Music" in out.getvalue()
        assert ("nothing was saved" in out.getvalue()) is (not there)
        assert present() == there


def test_a_command_lists_the_mistakes_and_fails(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"name,member\nMusic,perhaps\n")
    for arguments in ([], ["--dry-run"]):
        with pytest.raises(CommandError, match="Line 2, member: “perhaps” Write yes or no"):
            call_command(Command(), str(file), *arguments)
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command(Command(), str(tmp_path / "missing.csv"))
