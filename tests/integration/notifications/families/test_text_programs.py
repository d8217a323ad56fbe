"""What carriers require of a text program: terms in the reader's language, and one confirming text
each time somebody starts, however they do."""

import pytest
from django.test import Client
from django.urls import reverse

from notifications.families.tokens import preferences_token
from notifications.models import Channel, ConsentRecord, Scope, Subscriber, Subscription
from notifications.notices.recipients import addresses_for
from tests.factories.district import District
from tests.integration.conftest import Clock
from tests.integration.notifications.notices.conftest import urgent

from .conftest import Family, types_number
from .test_texts import (
    NUMBER,
    TYPED,
    code_of,
    subscribes,
    texting,
    texts,
)

__all__ = ["texting"]  # fixtures

pytestmark = pytest.mark.django_db


def welcomes(number: str = NUMBER) -> int:
    return len([text for text in texts(number) if "you are signed up" in text])


class TestOnOnesOwnPage:
    @pytest.fixture
    def person(self, texting: District, family: Family) -> Subscriber:
        """Someone who gets a class by email, and has verified a number."""
        family.subscribes(texting.classroom)
        person = Subscriber.objects.get()
        self.proves(family, person)
        return person

    def proves(self, family: Family, person: Subscriber, typed: str = TYPED) -> None:
        digits = "".join(filter(str.isdigit, typed))
        Client().post(types_number(family, person, typed).url, {"code": code_of(f"+1{digits}")})

    def selects(self, person: Subscriber, *, by_text: bool, district: District) -> None:
        key = f"class.{district.classroom.translation_key}"
        link = reverse("notifications:preferences", args=[preferences_token(person.uuid)])
        boxes = {"keep": [key], "text": [key] if by_text else [], "language": "en"}
        boxes["text-had"] = [] if by_text else [key]
        assert Client().post(link, boxes).status_code == 302

    def test_starting_again_on_another_day_sends_another_welcome(
        self, person: Subscriber, texting: District, clock: Clock
    ) -> None:
        for by_text in (True, False, True):
            self.selects(person, by_text=by_text, district=texting)
        assert welcomes() == 1
        clock("2026-11-27 10:00")
        for by_text in (False, True):
            self.selects(person, by_text=by_text, district=texting)
        assert welcomes() == 2


def test_spanish_readers_agree_to_spanish_terms_and_the_record_contains_them(
    texting: District, family: Family
) -> None:
    subscribes(family, texting.classroom, headers={"accept-language": "es"})
    record = ConsentRecord.objects.get()
    assert record.language == "es"
    for words in (
        *("mensajes de texto periódicos", "hasta 5 por semana", "avisos urgentes"),
        *("Pueden aplicarse cargos por mensajes y datos", "STOP o ALTO", "HELP o AYUDA"),
        "No está obligado a aceptar",
    ):
        assert words in record.wording
    assert "You agree" not in record.wording
    (welcome,) = [text for text in texts() if "código" not in text]
    for words in ("5 mensajes por semana", "Pueden aplicarse cargos", "ALTO", "AYUDA"):
        assert words in welcome


def test_only_a_school_s_urgent_notices_can_be_followed_by_text(
    texting: District, family: Family
) -> None:
    done = subscribes(family, texting.school, scope="notices").content.decode()
    assert "From now on you get the urgent notices of" in done
    row = Subscription.objects.get()
    assert (row.channel, row.scope, row.page_uuid) == (
        Channel.TEXT,
        Scope.NOTICES,
        texting.school.translation_key,
    )
    record = ConsentRecord.objects.get()
    assert (record.scope, record.proof) == ("notices", "code")
    assert "urgent notices of their schools at any hour" in record.wording
    notice = urgent(texting.principal, [texting.school])
    assert [each.address for each in addresses_for(notice)] == [NUMBER]
    elsewhere = urgent(texting.principal, [texting.other_school])
    assert not addresses_for(elsewhere).exists()
