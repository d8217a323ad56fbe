"""Wrong codes: each wait is longer than the last, and the right code resets them. Too many codes
that nobody types back stop further codes."""

import pytest

from district_cms.web.rate_limits import Limit
from notifications.models import Message, OwnDataCode, PendingNumber, Subscriber
from notifications.texts import proving
from notifications.texts.numbers import TRIES
from tests.factories.district import District
from tests.integration.conftest import Clock

from .conftest import Family, types_number
from .test_texts import (
    asks,
    code_of,
    texting,
    wrong,
)

__all__ = ["texting"]  # fixtures

pytestmark = pytest.mark.django_db


def test_codes_of_one_number_are_guessed_a_few_times_and_each_wait_is_longer(
    texting: District, family: Family, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    for name in ("CODES_BY_NUMBER", "CODES_BY_NUMBER_AND_DAY"):
        monkeypatch.setattr(proving, name, Limit(name, 99, 60))

    def guesses(times: int) -> tuple[list[int], str]:
        statuses = []
        for number in range(times):
            if number % TRIES == 0:
                page = asks(family, texting.classroom).url
            answer = family.browser.post(page, {"code": wrong(code_of())})
            statuses.append(answer.status_code)
        return statuses, answer.content.decode()

    clock("2026-11-10 09:00")
    statuses, words = guesses(15)
    assert statuses == [200] * 10 + [429] * 5
    assert "please try again in 1 hour" in words
    # Refused tries were not counted.
    clock("2026-11-10 10:01")
    statuses, words = guesses(10)
    assert statuses == [200] * 5 + [429] * 5
    assert "please try again in 4 hours" in words
    clock("2026-11-10 13:02")
    statuses, words = guesses(10)
    assert statuses == [200] * 5 + [429] * 5
    assert "please try again tomorrow" in words


def test_no_more_codes_are_sent_once_many_were_not_typed_back(
    texting: District,
    family: Family,
    monkeypatch: pytest.MonkeyPatch,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(proving, "CODES_AN_HOUR", 3)
    clock("2026-11-10 09:00")
    page, text = texting.classroom, "In the last hour we sent many codes that nobody typed back."
    # Codes that are typed back are not counted.
    for number in range(4):
        answer = asks(family, page, f"(406) 555-010{number}")
        family.browser.post(answer.url, {"code": code_of(f"+1406555010{number}")})
    for number in range(3):
        assert asks(family, page, f"(406) 555-011{number}").status_code == 302
    sent = Message.objects.count()
    for number in range(3):
        answer = asks(family, page, f"(406) 555-012{number}")
        assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
        assert text in answer.content.decode()
    assert Message.objects.count() == sent
    assert not PendingNumber.objects.filter(number__startswith="+1406555012").exists()
    # Logged once, for the operator, without anybody's number.
    said = [record for record in caplog.records if record.name == "district.outbox"]
    assert [record.levelname for record in said] == ["ERROR"]
    assert "555" not in caplog.text.replace(str(texting.classroom.translation_key), "")
    clock("2026-11-10 10:01")
    assert asks(family, page, "(406) 555-0120").status_code == 302


def test_the_mailbox_code_is_not_used_up_while_no_codes_are_sent(
    texting: District, family: Family, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(proving, "CODES_AN_HOUR", 1)
    clock("2026-11-10 09:00")
    family.subscribes(texting.classroom)
    person = Subscriber.objects.get()
    assert types_number(family, person, "(406) 555-0123").status_code == 302
    refused = types_number(family, person, "(406) 555-0124")
    assert refused.status_code == 429
    words = refused.content.decode()
    assert "What you get already still comes." in words
    assert "subscribe by email" not in words
    assert OwnDataCode.objects.get(subscriber=person).tries == 0
