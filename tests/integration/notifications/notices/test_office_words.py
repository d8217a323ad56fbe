"""The office's own words in the mails of notices, as versions that are pinned to what was sent."""

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.people.roles import Role
from notifications.models import ClassNotice, Message, MessageContent, MessageWording
from notifications.notices.services import send_urgent_notice
from notifications.notices.writing import write_all, write_contents
from notifications.screens.class_mail.services import set_offer
from notifications.screens.wording.preview import drawn
from notifications.services.wording import approve_wording, keep_wording, words_of
from tests.factories.district import District
from tests.factories.people import make_account

from .conftest import ENGLISH, SPANISH, follow, urgent

pytestmark = pytest.mark.django_db
WORDS = {
    "intro_en": "From the office of {district}.",
    "intro_es": "De la oficina de {district}.",
    "closing_en": "Call the school with questions.",
    "closing_es": "Llame a la escuela si tiene preguntas.",
}


def approved(kind: str) -> MessageWording:
    officer = make_account(Role.COMMUNICATIONS)
    wording = keep_wording(wording=MessageWording(kind=kind, **WORDS), user=officer)
    return approve_wording(wording=wording, user=officer, seen=wording.fingerprint)


@pytest.mark.parametrize("language, body", [("en", ENGLISH), ("es", SPANISH)])
def test_an_urgent_notice_has_them_around_what_it_says(
    language: str, body: str, district: District, client: Client
) -> None:
    version = approved("urgent_notice")
    follow(district.classroom, language=language)
    notice = urgent(district.principal, [district.school])
    office = make_account(Role.COMMUNICATIONS)
    client.force_login(office)
    sheet = client.get(reverse("urgent-notices:inspect", args=[notice.pk])).text
    assert WORDS[f"closing_{language}"] in sheet
    write_all(send_urgent_notice(notice=notice, user=office, seen=notice.fingerprint))
    message = Message.objects.get()
    assert message.content.wording == version
    for whole in (message.text, message.html):
        intro = whole.index(WORDS[f"intro_{language}"].partition("{")[0])
        assert intro < whole.index(body) < whole.index(WORDS[f"closing_{language}"])


def test_a_class_notice_has_none_of_an_urgent_one(district: District) -> None:
    approved("urgent_notice")
    set_offer(classroom=district.classroom, offered=True, user=district.teacher)
    notice = ClassNotice.objects.create(
        classroom=district.classroom, text_en="Please bring a jacket.", class_name="Math 3"
    )
    contents = write_contents(notice)
    assert contents
    for name, kept in contents.items():
        words = MessageContent.objects.get(pk=kept["content"])
        assert words.wording is None, name
        assert WORDS["closing_en"] not in words.text


@pytest.mark.parametrize("kind", MessageWording.Kind.values)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_kind_has_a_preview_with_the_words(
    kind: str, language: str, district: District
) -> None:
    shown = drawn(kind, language, words_of(MessageWording(kind=kind, **WORDS), language))
    for whole in (shown.text, shown.html):
        assert WORDS[f"closing_{language}"] in whole
    assert shown.subject
