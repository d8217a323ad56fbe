"""The communications office reads a report and answers it, and every step is recorded."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from district_cms.audit_log.models import AuditEntry
from district_cms.barriers.models import AppendOnly, BarrierReport, BarrierStep
from district_cms.barriers.services import StepRefused, answer_by_mail, take_step
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.publishing.models import AccessibilitySettings
from notifications.models import Message, MessageClass
from tests.factories.district import District
from tests.factories.people import make_account
from tests.integration.conftest import Clock
from tests.unit.notifications.mail_support import mail_faults

from .conftest import VISITOR, WORDS, MakeReport, screen_of, tree

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

Kind = BarrierStep.Kind
LIST = "/admin/barriers/"
MAY = {Role.COMMUNICATIONS, Role.ADMINISTRATOR}


def words_of(page: HttpResponse) -> str:
    return " ".join(tree(page.text).text_content().split())


def listed(page: HttpResponse) -> list[tuple[str, str]]:
    """(number, status) of the rows in order."""
    rows = tree(page.text).xpath("//table[contains(@class, 'listing')]/tbody/tr")
    return [
        (
            row.xpath(".//td[1]//a/text()")[0].strip(),
            row.xpath(".//*[contains(@class, 'barrier-standing ')]")[0].text_content().strip(),
        )
        for row in rows
    ]


def test_strangers_are_sent_to_the_sign_in(make_report: MakeReport, client: Client) -> None:
    report = make_report()
    for answer in (client.get(LIST), client.post(screen_of(report), {"text": "Hello."})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")


def test_people_who_may_only_view_cannot_act(
    district: District, make_report: MakeReport, client: Client
) -> None:
    report = make_report()
    user = make_account(Role.COUNSELOR)
    from_wagtail = ("wagtailadmin", "access_admin")
    for app, codename in (from_wagtail, ("barriers", "view_barrierreport")):
        user.user_permissions.add(*_permissions(app, codename))
    client.force_login(user)
    page = client.get(screen_of(report))
    assert WORDS in words_of(page)
    assert not tree(page.text).xpath("//*[@class='barrier-report']//form")
    client.post(screen_of(report), {"kind": "closed", "note": "Done."})
    client.post(screen_of(report), {"text": "Hello."})
    assert not BarrierStep.objects.exists()
    assert not Message.objects.exists()


def _permissions(app: str, codename: str) -> Any:
    return Permission.objects.filter(content_type__app_label=app, codename=codename)


@pytest.mark.parametrize("address", ["new/", "edit/1/", "1/edit/", "delete/1/", "copy/1/"])
def test_nobody_writes_changes_or_deletes_a_report_by_hand(
    address: str, make_report: MakeReport, in_office: Client
) -> None:
    make_report()
    assert in_office.get(LIST + address).status_code == 404


@pytest.mark.parametrize("standing, found", [
    ("waiting", ["Late", "Open"]), ("late", ["Late"]), ("answered", ["Answered"]),
    ("closed", ["Closed"]), ("", ["Late", "Open", "Answered", "Closed"]),
])  # fmt: skip
def test_the_list_can_be_filtered_by_status(
    standing: str,
    found: list[str],
    make_report: MakeReport,
    in_office: Client,
    office: User,
    clock: Clock,
) -> None:
    reports = {name: make_report(what=name) for name in ("Closed", "Answered", "Late")}
    clock("2026-11-16 09:00")
    make_report(what="Open")
    take_step(report=reports["Closed"], kind=Kind.CLOSED, note="Done.", user=office)
    take_step(report=reports["Answered"], kind=Kind.ANSWERED, note="Called.", user=office)
    page = in_office.get(LIST, {"standing": standing} if standing else {})
    assert [state for _number, state in listed(page)] == found


def test_steps_record_who_and_when(
    make_report: MakeReport, in_office: Client, office: User, clock: Clock
) -> None:
    report = make_report()
    at = clock("2026-11-11 10:30")
    answer = in_office.post(screen_of(report), {"kind": "taken-on", "note": "Asked the vendor."})
    assert answer.status_code == 302
    step = BarrierStep.objects.get()
    assert (step.kind, step.note, step.at) == (Kind.TAKEN_ON, "Asked the vendor.", at)
    assert step.by == office.get_full_name()
    shown = words_of(in_office.get(screen_of(report)))
    assert "Started, " in shown
    assert "Asked the vendor." in shown
    entry = AuditEntry.objects.get(action="barrier.taken-on")
    assert entry.actor == str(office)
    assert entry.data["reference"] == report.reference
    assert "vendor" not in str(entry.data)


@pytest.mark.parametrize("posted, error", [
    ({"kind": "fixed", "note": ""}, "Write in a few words what was done."),
    ({"kind": "forgotten", "note": "Words"}, "Select a valid choice"),
    ({"text": "  "}, "Write your answer first."),
    ({"text": "x" * 4001}, "at most 4000"),
])  # fmt: skip
def test_an_invalid_step_is_reported_and_not_saved(
    posted: dict[str, str], error: str, make_report: MakeReport, in_office: Client
) -> None:
    answer = in_office.post(screen_of(make_report()), posted)
    assert answer.status_code == 422
    assert error in words_of(answer)
    assert not BarrierStep.objects.exists()
    assert not Message.objects.exists()


def test_the_same_text_after_closing_is_a_new_report(make_report: MakeReport, office: User) -> None:
    report = make_report()
    assert make_report() == report
    take_step(report=report, kind=Kind.CLOSED, note="Done.", user=office)
    assert make_report() != report


def test_a_step_is_never_changed_or_deleted(make_report: MakeReport, office: User) -> None:
    step = take_step(report=make_report(), kind=Kind.FIXED, note="Fixed.", user=office)
    step.note = "Something else."
    for change in (
        step.save,
        step.delete,
        lambda: BarrierStep.objects.update(note="Something else."),
        BarrierStep.objects.all().delete,
    ):
        with pytest.raises(AppendOnly):
            change()
    with pytest.raises(Exception, match="protected"), transaction.atomic():
        BarrierReport.objects.all().delete()
    assert BarrierStep.objects.get().note == "Fixed."


# ---------------------------------------------------------------- answers
def test_an_answer_is_sent_in_the_persons_language_and_recorded(
    make_report: MakeReport, in_office: Client, settings_of_office: str
) -> None:
    report = make_report(language="es", what="No puedo abrir el menú.")
    page = in_office.post(screen_of(report), {"text": "Ya funciona.\n\nGracias."}, follow=True)
    assert "The answer is being sent" in words_of(page)
    mail = Message.objects.get()
    assert (mail.address, mail.language, mail.message_class) == (VISITOR, "es", MessageClass.STAFF)
    assert mail.reply_to == settings_of_office
    assert report.reference in mail.subject
    for words in ("Ya funciona.", "Gracias.", "No puedo abrir el menú."):
        assert words in mail.text
        assert words in mail.html
    step = BarrierStep.objects.get()
    assert (step.kind, step.by_mail, step.note) == (Kind.ANSWERED, True, "Ya funciona.\n\nGracias.")
    report.refresh_from_db()
    assert report.answered_at is not None
    assert mail_faults(mail.html) == {}  # every mail program can show it
    assert VISITOR not in str(list(AuditEntry.objects.values("data", "title", "actor")))


@pytest.fixture
def settings_of_office(office: User) -> str:
    chosen = AccessibilitySettings.load()
    chosen.contact_email, chosen.contact_phone = "access@larkspur.example", "406-555-0104"
    chosen.save()
    return "access@larkspur.example"


def test_typed_text_is_escaped_in_the_mail(make_report: MakeReport, office: User) -> None:
    report = make_report(what="<img src=x onerror=alert(1)>")
    answer_by_mail(report=report, text="<a href='https://x.example'>x</a>", user=office)
    mail = Message.objects.get()
    assert "<img src=x" not in mail.html
    assert "<a href='https://x.example'>" not in mail.html
    assert "<img src=x onerror=alert(1)>" in mail.text


def test_no_answer_can_be_mailed_without_an_address(
    make_report: MakeReport, in_office: Client, office: User
) -> None:
    report = make_report(email="", phone="406-555-0123")
    page = tree(in_office.get(screen_of(report)).text)
    assert not page.xpath("//textarea[@name='text']")
    with pytest.raises(StepRefused, match="no email address"):
        answer_by_mail(report=report, text="Hello.", user=office)
    said = in_office.post(screen_of(report), {"text": "Hello."}, follow=True)
    assert "There is no email address" in words_of(said)
    assert not Message.objects.exists()
    assert not BarrierStep.objects.exists()


def test_the_screen_has_its_url_name(make_report: MakeReport) -> None:
    assert reverse("barriers_office:index") == LIST
    assert make_report().due_on == dt.date(2026, 11, 13)
