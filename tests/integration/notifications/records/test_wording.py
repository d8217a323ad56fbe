"""The office's own words in messages: versions, approval and previews."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.people.roles import Role
from notifications.models import MessageWording
from notifications.screens import wording as screen
from notifications.services.wording import (
    AlreadyApproved,
    OwnWords,
    approve_wording,
    keep_wording,
    own_words,
)
from tests.factories.people import make_account

from .conftest import signed_in

pytestmark = pytest.mark.django_db
LIST = "/admin/words-in-messages/"
ENGLISH = "Good afternoon from {district}."
SPANISH = "Buenas tardes, les saluda {district}."
FORM = {
    "kind": "digest",
    "intro_en": ENGLISH,
    "closing_en": "",
    "intro_es": SPANISH,
    "closing_es": "",
}


def draft(user: User, **fields: Any) -> MessageWording:
    values = {"kind": "digest", "intro_en": ENGLISH, "intro_es": SPANISH, **fields}
    return keep_wording(wording=MessageWording(**values), user=user)


def approved(user: User, **fields: Any) -> MessageWording:
    wording = draft(user, **fields)
    return approve_wording(wording=wording, user=user, seen=wording.fingerprint)


def page(wording: MessageWording, way: str = "inspect") -> str:
    return reverse(f"wording:{way}", args=[wording.pk])


def test_the_office_writes_looks_and_approves(office: Client, officer: User) -> None:
    answer = office.post(f"{LIST}new/", FORM)
    wording = MessageWording.objects.get()
    assert answer.url == page(wording)
    assert own_words("digest", "en").intro == ()
    assert ENGLISH in office.get(page(wording, "edit")).text
    words = office.get(page(wording)).content.decode()
    assert words.count("<iframe") == 2
    assert "Good afternoon from Larkspur Valley Public Schools." in words
    office.post(page(wording, "approve"), {"seen": wording.fingerprint})
    assert own_words("digest", "en").intro == (
        "Good afternoon from Larkspur Valley Public Schools.",
    )
    assert own_words("digest", "es").intro[0].startswith("Buenas tardes")
    assert own_words("confirmation", "en").version is None
    entry = AuditEntry.objects.get(action="wording.approved")
    assert entry.data["intro_en"] == ENGLISH
    assert "Used now" in office.get(LIST).content.decode()


@pytest.mark.parametrize(
    "change, said",
    [
        ({"intro_en": "Dear {name}"}, "would not be filled in"),
        ({"intro_es": ""}, "both languages"),
        ({"closing_en": "Call Maria Lopez, student ID 123456."}, "student"),
    ],
)
def test_what_families_would_not_understand_is_refused(
    office: Client, change: dict[str, str], said: str
) -> None:
    answer = office.post(f"{LIST}new/", FORM | change)
    assert said in answer.content.decode()
    assert not MessageWording.objects.exists()


def test_markup_in_the_words_stays_text(officer: User, office: Client) -> None:
    wording = draft(officer, intro_en="<b>Hi</b>", intro_es="<b>Hola</b>")
    shown = office.get(reverse("wording:preview", args=[wording.pk, "en"]))
    assert "&lt;b&gt;Hi&lt;/b&gt;" in shown.content.decode()
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]


def test_an_approved_version_never_changes(officer: User, office: Client) -> None:
    wording = approved(officer)
    assert office.get(page(wording, "edit")).status_code == 302
    assert office.post(page(wording, "edit"), FORM | {"intro_en": "x"}).status_code == 302
    with pytest.raises(AlreadyApproved):
        keep_wording(wording=wording, user=officer)
    with pytest.raises(ValidationError):
        approve_wording(wording=wording, user=officer, seen=wording.fingerprint)
    wording.refresh_from_db()
    assert wording.intro_en == ENGLISH


def test_nobody_approves_words_that_they_have_not_read(officer: User, office: Client) -> None:
    wording = draft(officer)
    seen = wording.fingerprint
    wording.intro_en = "Something else."
    keep_wording(wording=wording, user=officer)
    answer = office.post(page(wording, "approve"), {"seen": seen}, follow=True)
    assert "in the meantime" in answer.content.decode()
    wording.refresh_from_db()
    assert not wording.is_approved


def test_an_older_version_is_the_start_of_a_new_one(officer: User, office: Client) -> None:
    first = approved(officer)
    approved(officer, intro_en="Now.", intro_es="Ahora.")
    words = office.get(f"{LIST}new/", {"from": first.pk}).content.decode()
    assert ENGLISH in words
    for strange in ("x", "9" * 40, "999"):
        assert office.get(f"{LIST}new/", {"from": strange}).status_code == 200


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.TEACHER])
def test_nobody_but_the_office_writes_or_approves(
    role: Role, school: object, officer: User
) -> None:
    wording = draft(officer)
    user = make_account(role, school)
    client = signed_in(user)
    for address in (
        LIST,
        f"{LIST}new/",
        page(wording),
        page(wording, "edit"),
        reverse("wording:preview", args=[wording.pk, "en"]),
    ):
        answer = client.get(address)
        assert answer.status_code in {302, 403}
        assert "Good afternoon" not in answer.content.decode()
    client.post(page(wording, "approve"), {"seen": wording.fingerprint})
    wording.refresh_from_db()
    assert not wording.is_approved


def test_words_are_not_approved_for_another_message_than_the_one_that_was_read(
    officer: User,
) -> None:
    wording = draft(officer)
    seen = wording.fingerprint
    MessageWording.objects.update(kind="confirmation")
    with pytest.raises(ValidationError, match="in the meantime"):
        approve_wording(wording=wording, user=officer, seen=seen)


def test_a_draft_that_is_approved_while_it_is_changed_stays_and_that_is_said(
    office: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    wording = draft(officer)

    def too_late(*, wording: MessageWording, user: User) -> MessageWording:
        now = MessageWording.objects.get(pk=wording.pk)
        approve_wording(wording=now, user=officer, seen=now.fingerprint)
        return keep_wording(wording=wording, user=user)

    monkeypatch.setattr(screen, "keep_wording", too_late)
    answer = office.post(page(wording, "edit"), {**FORM, "intro_en": "Hello."}, follow=True)
    assert "This version was approved already" in answer.content.decode()
    wording.refresh_from_db()
    assert wording.intro_en == ENGLISH


def test_a_version_is_never_deleted(officer: User, office: Client) -> None:
    wording = draft(officer)
    assert office.post(f"{LIST}delete/{wording.pk}/").status_code == 404


def test_looking_never_writes(officer: User, office: Client) -> None:
    wording = draft(officer)
    assert office.get(page(wording, "approve")).status_code == 405
    assert office.post(reverse("wording:preview", args=[wording.pk, "en"])).status_code == 405
    assert office.get(reverse("wording:preview", args=[wording.pk, "fr"])).status_code == 404


@pytest.mark.parametrize("kind", MessageWording.Kind.values)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_kind_has_a_preview_with_the_words_and_no_one_s_links(
    kind: str, language: str
) -> None:
    mail = screen.rendered(kind, language, OwnWords(intro=("So glad.",), closing=("Bye.",)))
    for words in (mail.text, mail.html):
        assert words.index("So glad.") < words.index("Bye.")
        assert "/email/" not in words
    assert mail.subject
