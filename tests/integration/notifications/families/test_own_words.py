"""The office's own words in what families get: pinned to each message, and to its window."""

import datetime as dt
from html import unescape
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from district_cms.people.models import User
from district_cms.people.roles import Role
from notifications.digests.services import write_due_digests
from notifications.digests.welcome import send_welcome
from notifications.models import DigestItem, Message, MessageWording, Subscription
from notifications.screens.wording.preview import drawn
from notifications.services.wording import OwnWords, approve_wording, keep_wording
from tests.factories.district import District
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import Family, digests

pytestmark = pytest.mark.django_db


def approve(user: User, kind: str, english: str, spanish: str) -> MessageWording:
    wording = MessageWording(
        kind=kind, intro_en=english, intro_es=spanish, closing_en="Bye.", closing_es="Adiós."
    )
    keep_wording(wording=wording, user=user)
    return approve_wording(wording=wording, user=user, seen=wording.fingerprint)


def test_a_digest_has_the_words_of_its_window_and_not_later_ones(
    offered: District, family: Family, clock: Clock
) -> None:
    officer = make_account(Role.COMMUNICATIONS)
    wording = approve(officer, "digest", "Good afternoon.", "Buenas tardes.")
    MessageWording.objects.update(approved_at=timezone.now() - dt.timedelta(hours=1))
    family.subscribes(offered.classroom)
    Walk.begin(offered, title="Fractions").submit().approve()
    clock("2026-11-24 17:20")
    # Approved after the window: the next one has these.
    approve(officer, "digest", "Too late.", "Muy tarde.")
    assert write_due_digests().messages == 1
    message = digests()[0]
    assert message.content.wording == wording
    for words in (message.text, message.html):
        assert words.index("Good afternoon.") < words.index("Fractions") < words.index("Bye.")
        assert words.index("Bye.") < words.index("You get this message because")
        assert "Too late." not in words


def test_a_request_to_confirm_has_its_own_words(offered: District, family: Family) -> None:
    officer = make_account(Role.COMMUNICATIONS)
    wording = approve(officer, "confirmation", "Welcome.", "Les damos la bienvenida.")
    mail = family.subscribes(offered.classroom, language="es")
    assert mail.content.wording == wording
    for words in (mail.text, mail.html):
        assert "Les damos la bienvenida." in words
        assert words.index("Adiós.") < words.index("no haga nada")


def test_a_welcome_has_its_own_words(offered: District, family: Family) -> None:
    officer = make_account(Role.COMMUNICATIONS)
    approve(officer, "digest", "Of the digest.", "Del resumen.")
    wording = approve(officer, "welcome", "So glad you are here.", "Nos alegra que esté aquí.")
    family.subscribes(offered.classroom, language="es")
    assert send_welcome(subscription_id=Subscription.objects.get().pk)
    (mail,) = digests()
    assert mail.content.wording == wording
    for words in (mail.text, unescape(mail.html)):
        assert words.index("Nos alegra que esté aquí.") < words.index("Arrays")
        assert words.index("Arrays") < words.index("Adiós.") < words.index("No recibir más")
        assert "Del resumen." not in words
    assert "\n\n\n" not in mail.text


@pytest.mark.parametrize(
    "language, signed_up", [("en", "You are signed up"), ("es", "Su inscripción")]
)
def test_the_preview_of_a_welcome_has_the_words_and_no_one_s_links(
    db: None, language: str, signed_up: str
) -> None:
    shown = drawn("welcome", language, OwnWords(intro=("So glad.",), closing=("Bye.",)))
    for words in (shown.text, shown.html):
        assert signed_up in words
        assert words.index("So glad.") < words.index("Bye.")
        assert "/email/" not in words


def test_without_approved_words_there_is_neither_a_gap_nor_a_version(
    offered: District, family: Family
) -> None:
    mail = family.subscribes(offered.classroom)
    assert mail.content.wording is None
    assert "\n\n\n" not in mail.text


def test_the_preview_shows_the_newest_updates_unless_one_was_taken_down(
    offered: District, family: Family, clock: Clock
) -> None:
    family.subscribes(offered.classroom)
    walk = Walk.begin(offered, title="Fractions").submit().approve()
    clock("2026-11-24 17:05")
    write_due_digests()
    Message.objects.filter(pk=digests()[0].pk).update(state="delivered")
    shown = drawn("digest", "en", OwnWords())
    assert "Fractions" in shown.html
    for link in ("/email/stop/", "/email/choose/"):
        assert link not in shown.html
    walk.unpublish()
    shown = drawn("digest", "en", OwnWords())
    assert "Fractions" not in shown.html + shown.text + shown.subject


def test_the_preview_shows_no_update_that_is_gone_or_no_longer_for_everyone(
    offered: District, family: Family, clock: Clock
) -> None:
    family.subscribes(offered.classroom)
    page = Walk.begin(offered, title="Fractions").submit().approve().page
    clock("2026-11-24 17:05")
    write_due_digests()
    Message.objects.filter(pk=digests()[0].pk).update(state="delivered")
    closed = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert "Fractions" not in drawn("digest", "en", OwnWords()).html
    closed.delete()
    assert "Fractions" in drawn("digest", "en", OwnWords()).html
    DigestItem.objects.update(page_uuid=uuid4())  # as after the page was deleted
    assert "Fractions" not in drawn("digest", "en", OwnWords()).html
