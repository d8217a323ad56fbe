"""Anyone can report a barrier: what is saved, what is refused, and protection against spam."""

import re
from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from district_cms.barriers import rate_limit
from district_cms.barriers.models import BarrierReport
from district_cms.web.rate_limits import Limit
from notifications.models import Message
from tests.factories.district import District
from tests.integration.conftest import Clock
from tests.unit.notifications.mail_support import mail_faults

from .conftest import REPORT, VISITOR, WORDS, answers, tree

pytestmark = pytest.mark.django_db


def send(visitor: Client, **changed: Any) -> Any:
    return visitor.post(REPORT, answers(**changed))


def errors_of(answer: Any) -> list[str]:
    """The error summary's links with their texts."""
    page = tree(answer.text)
    return [
        f"{link.get('href')} {link.text_content()}"
        for link in page.xpath("//*[@class='error-summary__list']//a")
    ]


def test_only_the_description_is_required(district: District, visitor: Client) -> None:
    assert (
        visitor.post(REPORT, {"what": "The clock on the page hides the text."}).status_code == 302
    )
    kept = BarrierReport.objects.get()
    assert (kept.page, kept.uses, kept.has_contact, kept.language) == ("", [], False, "en")
    assert "You left no address" in visitor.get(f"{REPORT}{kept.reference}/").text


@pytest.mark.parametrize("changed, box, error", [
    ({"what": ""}, "id_what", "Tell us in a few words what did not work."),
    ({"what": "  \n "}, "id_what", "Tell us in a few words what did not work."),
    ({"what": "x" * 2001}, "id_what", "This is 2001 characters long. Please shorten it to 2000"),
    ({"email": "visitor"}, "id_email", "Type an address like name@example.net, or leave the box"),
    ({"email": "a@b.net\r\nBcc: c@d.net"}, "id_email", "Type an address like name@example.net"),
    ({"phone": "4" * 61}, "id_phone", "This is too long for a phone number."),
    ({"page": "x" * 301}, "id_page", "This is too long. The title of the page is enough."),
    ({"website": "https://buy.example.net"}, "id_website", "Please clear it and send"),
])  # fmt: skip
def test_errors_are_shown_at_the_top_and_at_the_field_and_input_is_kept(
    changed: dict[str, str], box: str, error: str, district: District, visitor: Client
) -> None:
    answer = send(visitor, **{"what": "It *blinks*.", "phone": "406-555-0123", **changed})
    assert answer.status_code == 200
    (said,) = errors_of(answer)
    assert said.startswith(f"#{box} ")
    assert error in said
    (field,) = tree(answer.text).xpath("//*[@id=$box]", box=box)
    assert field.get("aria-invalid") == "true"
    if "what" not in changed:
        assert "It *blinks*." in answer.text
    if "phone" not in changed:
        assert "406-555-0123" in answer.text
    assert not BarrierReport.objects.exists()


def test_the_honeypot_is_hidden_until_it_was_filled_in(district: District, visitor: Client) -> None:
    page = tree(visitor.get(REPORT).text)
    (trap,) = page.xpath("//input[@name='website']")
    assert trap.get("tabindex") == "-1"
    assert trap.getparent().get("aria-hidden") == "true"
    # If a browser filled it in, people see it and can clear it.
    (shown,) = tree(send(visitor, website="x").text).xpath("//input[@name='website']")
    assert shown.get("tabindex") is None
    assert not shown.xpath("ancestor::*[@aria-hidden]")


# ---------------------------------------------------------------- strangers and programs
def test_another_site_s_form_is_refused(district: District, visitor: Client) -> None:
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver:8080"},
    ):
        assert visitor.post(REPORT, answers(), headers=headers).status_code == 403
    assert not BarrierReport.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_http_methods_are_refused(method: str, district: District, visitor: Client) -> None:
    assert getattr(visitor, method)(REPORT).status_code == 405


def press_again(visitor: Client, answer: Any, **more: Any) -> Any:
    """The second submission, with that response's proof."""
    found = re.search(r'name="again" value="([^"]+)"', answer.text)
    return send(visitor, again=found.group(1) if found else "", **more)


def test_many_reports_from_one_address_need_a_second_press(
    district: District, visitor: Client, time_machine: TimeMachineFixture
) -> None:
    for number in range(rate_limit.BY_CLIENT.times):
        assert send(visitor, what=f"{number}. {WORDS}").status_code == 302
    answer = send(visitor, what="One more.")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3"
    assert "What you wrote is still here" in answer.text
    assert "One more." in answer.text
    assert BarrierReport.objects.count() == rate_limit.BY_CLIENT.times == 20
    assert press_again(visitor, answer, what="One more.").status_code == 429  # immediately
    time_machine.shift(rate_limit.PAUSE + 1)
    assert press_again(visitor, answer, what="Other words.").status_code == 429
    assert press_again(visitor, answer, what="One more.").status_code == 302
    assert press_again(visitor, answer, what="One more.").status_code == 429  # a second time
    elsewhere = visitor.post(REPORT, answers(), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_many_reports_in_total_do_not_close_the_form(
    district: District,
    visitor: Client,
    monkeypatch: pytest.MonkeyPatch,
    time_machine: TimeMachineFixture,
) -> None:
    monkeypatch.setattr(rate_limit, "BY_ALL", Limit("barrier.all", 3, 3600))
    for number in range(9):
        visitor.post(REPORT, answers(what=f"{number}"), REMOTE_ADDR=f"192.0.2.{number + 1}")
    assert BarrierReport.objects.count() == 3
    answer = send(visitor, what="I cannot read the menu.")
    assert answer.status_code == 429
    time_machine.shift(rate_limit.PAUSE + 1)
    assert press_again(visitor, answer, what="I cannot read the menu.").status_code == 302
    assert BarrierReport.objects.filter(what="I cannot read the menu.").exists()


def test_only_an_address_with_far_too_many_reports_must_wait(
    district: District, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limit, "BY_CLIENT_AT_MOST", Limit("barrier.client-at-most", 2, 3600))
    for number in range(2):
        assert send(visitor, what=str(number)).status_code == 302
    answer = send(visitor, what="One more.")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"
    assert "paused for a while" in answer.text
    assert visitor.post(REPORT, answers(), REMOTE_ADDR="192.0.2.7").status_code == 302


def test_people_with_an_address_get_a_confirmation_with_the_day(
    district: District, visitor: Client, clock: Clock
) -> None:
    clock("2026-11-10 09:00")
    page = visitor.get(send(visitor, language="es").url)
    mail = Message.objects.get()
    assert (mail.address, mail.language) == (VISITOR, "es")
    assert mail.subject == f"Recibimos su reporte {page.context['reference']}"
    for body in (mail.text, mail.html):
        assert page.context["reference"] in body
        assert "noviembre" in body
        # The address may be someone else's, so the mail contains none of the report's text.
        assert WORDS not in body
    assert mail_faults(mail.html) == {}


def test_confirmations_cannot_flood_a_mailbox(
    district: District, visitor: Client, clock: Clock
) -> None:
    clock("2026-11-10 09:00")
    for number in range(3):
        send(visitor, what=f"{WORDS} {number}", email=VISITOR.upper() if number else VISITOR)
    assert BarrierReport.objects.count() == 3
    assert Message.objects.count() == 1
    clock("2026-11-11 10:00")
    send(visitor)
    assert Message.objects.count() == 2


def test_without_an_address_no_confirmation_is_sent(district: District, visitor: Client) -> None:
    send(visitor, email="", phone="406-555-0112")
    assert not Message.objects.exists()
