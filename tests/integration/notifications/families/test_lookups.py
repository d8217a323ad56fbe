"""Where the district wants it, a number is looked up before a code is sent there: a landline is
said at the field. Whatever is unclear goes on, and no stranger can spend the district's money."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from notifications.consent.stops import stop_number
from notifications.families.tokens import preferences_token
from notifications.models import (
    Message,
    OwnDataCode,
    PendingNumber,
    Subscriber,
)
from notifications.texts import own_number
from notifications.texts.lookups import why_no_texts
from tests.factories.district import District
from tests.fakes.provider_servers.serving import LOST_REPLY, RESET, TOO_MANY, Answer, Fault
from tests.fakes.provider_servers.twilio import TwilioServer

from .conftest import Family, code_in, newest, types_number
from .test_texts import (
    NUMBER,
    asks,
    code_of,
    subscribes,
    texting,
    wrong,
)

__all__ = ["texting"]  # fixtures

pytestmark = pytest.mark.django_db

LANDLINE, TYPED_LANDLINE = "+14065550144", "406-555-0144"
IS_LANDLINE = "This number is a landline: it cannot get texts."


@pytest.fixture
def asked(twilio: TwilioServer, settings: Settings) -> list[str]:
    """The numbers that were looked up, where they are."""
    settings.TEXT_PROVIDER, settings.TEXT_NUMBER_LOOKUP = "twilio", True
    twilio.lookups.lines[LANDLINE] = "landline"
    return twilio.lookups.asked


def said(answer: Any) -> str:
    assert answer.status_code == 200
    words: str = answer.content.decode()
    return words


def test_as_delivered_nobody_is_asked(
    twilio: TwilioServer, settings: Settings, texting: District, family: Family
) -> None:
    settings.TEXT_PROVIDER = "twilio"
    assert settings.TEXT_NUMBER_LOOKUP is False
    twilio.lookups.lines[LANDLINE] = "landline"
    assert asks(family, texting.classroom, TYPED_LANDLINE).status_code == 302
    assert twilio.asked == []


UNCLEAR = [
    *(RESET, LOST_REPLY, TOO_MANY, Fault(status=500), Fault(status=403), Fault(status=404)),
    Fault(slow=0.6),
]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, {}),
        Answer(200, []),
        Answer(200, "landline"),
        Answer(200, {"valid": False, "validation_errors": ["INVALID_BUT_POSSIBLE"]}),
        Answer(200, {"valid": None, "line_type_intelligence": "landline"}),
        Answer(200, {"line_type_intelligence": {"type": "landline", "error_code": 60600}}),
        Answer(200, {"valid": False, "validation_errors": {"a": 1}}),
        Answer(200, {"valid": False, "validation_errors": 7}),
    ],
    ids=lambda answer: str(answer.body),
)
def test_an_answer_that_says_nothing_clear_goes_on(
    asked: list[str], twilio: TwilioServer, texting: District, family: Family, answer: Answer
) -> None:
    twilio.lookups.answer = answer
    assert asks(family, texting.classroom, TYPED_LANDLINE).status_code == 302


def test_the_answer_tells_nobody_whether_a_number_is_known(
    asked: list[str], twilio: TwilioServer, texting: District, family: Family
) -> None:
    """Neither do the questions: a known number, a stopped one and a new one are all looked up."""
    numbers = (NUMBER, "+14065550145", "+14065550146")
    for known in numbers[:2]:
        subscribes(family, texting.classroom, known)
    stop_number(number=numbers[1], at=timezone.now())
    asked.clear()
    twilio.lookups.lines |= dict.fromkeys(numbers, "landline")
    pages = {
        said(asks(family, texting.classroom, number)).replace(number, "") for number in numbers
    }
    assert len(pages) == 1
    assert asked == list(numbers)


def test_no_more_is_looked_up_in_an_hour_than_codes_may_leave(
    asked: list[str],
    texting: District,
    twilio: TwilioServer,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Landlines get no code, which would count, so whoever types many of them is counted here."""
    settings.TEXT_CODES_AN_HOUR = 3
    numbers = [f"+1406555017{last}" for last in range(5)]
    twilio.lookups.lines |= dict.fromkeys(numbers, "landline")
    statuses = []
    for place, number in enumerate(numbers):
        stranger = Family(Client(REMOTE_ADDR=f"192.0.2.{place}"))
        statuses.append(asks(stranger, texting.classroom, number).status_code)
    assert statuses == [200, 200, 200, 302, 302]
    assert asked == numbers[:3]
    assert caplog.text.count("numbers were looked up within an hour") == 1


def test_in_a_trial_only_its_own_numbers_are_looked_up(
    asked: list[str], texting: District, family: Family, settings: Settings
) -> None:
    settings.SENDING_TRIAL, settings.SENDING_TRIAL_RECIPIENTS = True, [LANDLINE]
    assert asks(family, texting.classroom).status_code == 302
    assert IS_LANDLINE in said(asks(family, texting.classroom, TYPED_LANDLINE))
    assert asked == [LANDLINE]


def test_who_sends_no_texts_anywhere_asks_nobody(settings: Settings) -> None:
    settings.TEXT_PROVIDER, settings.TEXT_NUMBER_LOOKUP = "sandbox", True
    assert why_no_texts(LANDLINE) == ""
    ids = {check.id for check in run_checks() if (check.id or "").startswith("notifications.")}
    assert "notifications.W007" in ids


def test_on_their_own_page_the_same_code_is_good_for_another_number(
    asked: list[str], texting: District, family: Family
) -> None:
    family.subscribes(texting.classroom)
    person = Subscriber.objects.get()
    answer = types_number(family, person, TYPED_LANDLINE)
    page = said(answer)
    assert IS_LANDLINE in page
    assert not PendingNumber.objects.exists()
    code = code_in(newest())
    url = answer.wsgi_request.get_full_path()
    added = family.browser.post(url, {"code": code, "number": NUMBER})
    assert added.status_code == 302
    assert not OwnDataCode.objects.exists()
    assert family.browser.post(added.url, {"code": code_of()}, follow=True).status_code == 200
    assert person.addresses.filter(channel="text", address=NUMBER).exists()
    # And for no third one.
    again = family.browser.post(url, {"code": code, "number": "+14065550147"})
    assert again.status_code != 302
    assert asked == [LANDLINE, NUMBER]


def test_on_their_own_page_nobody_is_asked_before_the_right_code(
    asked: list[str], texting: District, family: Family
) -> None:
    """The link alone may have been passed on."""
    family.subscribes(texting.classroom)
    url = reverse("texts:add_number", args=[preferences_token(Subscriber.objects.get().uuid)])
    family.browser.post(url, {"send": "1"})
    said(family.browser.post(url, {"code": wrong(code_in(newest())), "number": TYPED_LANDLINE}))
    assert asked == []


def test_two_at_once_cannot_share_a_code(
    asked: list[str], texting: District, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another request used it up while this one's number was looked up."""

    def used_up_meanwhile(number: str) -> str:
        OwnDataCode.objects.all().delete()
        return ""

    monkeypatch.setattr(own_number, "why_no_texts", used_up_meanwhile)
    family.subscribes(texting.classroom)
    page = said(types_number(family, Subscriber.objects.get(), NUMBER))
    assert "This code has expired. Ask for a new one." in page
    assert not PendingNumber.objects.exists()
    assert not Message.objects.filter(channel="text").exists()
