"""Requests to SendGrid, and the meaning of its and Twilio's answers. No server, no database."""

import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.providers.base import Outgoing
from notifications.providers.sendgrid.payload import (
    MOST_BYTES,
    MOST_TOGETHER,
    as_person,
    in_requests,
    request_of,
)
from notifications.providers.sendgrid.provider import Problem, Refused, parts_after, read_problems
from notifications.providers.twilio.codes import MEANINGS, Kind, meaning_of


def mail(address: str = "ana@example.net", **fields: Any) -> Outgoing:
    values: dict[str, Any] = {
        "id": uuid.uuid4(),
        "channel": "email",
        "address": address,
        "from_email": "class-updates@larkspur.example",
        "subject": "Math 3",
        "text": "Fractions.",
        **fields,
    }
    return Outgoing(**values)


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(["one", "two"])), max_size=40
    )
)
def test_every_message_is_in_one_request_and_no_address_twice_in_any(
    what: list[tuple[str, str]],
) -> None:
    messages = [mail(f"{name}@example.net", text=words) for name, words in what]
    requests = list(in_requests(messages))
    assert sorted(m.id for request in requests for m in request) == sorted(m.id for m in messages)
    for request in requests:
        assert len({m.address for m in request}) == len(request) <= MOST_TOGETHER
        assert len({m.text for m in request}) == 1


def test_a_request_never_exceeds_its_limit() -> None:
    own = {"-own.0123456789abcdef-": "x" * 9_000}
    words = "y" * (MOST_BYTES // 2)
    messages = [
        mail(f"f{place}@example.net", text=words, substitutions=own) for place in range(900)
    ]
    for request in in_requests(messages):
        assert len(json.dumps(request_of(request))) < MOST_BYTES * 1.1


@given(st.text(max_size=60))
def test_no_name_has_characters_that_sendgrid_rejects(name: str) -> None:
    clean = name.replace('"', "").replace("\\", "")
    person = as_person(f'"{clean}" <a@example.net>')
    assert not set(person.get("name", "")) & set(",;\r\n")


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b'{"errors": null}', b'{"errors": ["x"]}', b"\xff", b'{"errors": 3}'],
)
def test_an_answer_without_reasons_has_no_problems(body: bytes) -> None:
    assert read_problems(body) == []


def test_a_reason_without_a_field_is_read() -> None:
    body = b'{"errors": [{"message": "bad", "field": null, "help": null}]}'
    assert read_problems(body) == [Problem("bad", "")]


@pytest.mark.parametrize(
    "fields, sizes",
    [
        (["personalizations.1.to.0.email"], [9, 1]),
        (["personalizations.1.to", "personalizations.4.headers"], [8, 1, 1]),
        ([""], [5, 5]),
        ([], [5, 5]),
        (["from.email"], []),
        (["content.0.value"], []),
        (["personalizations.99.to"], [5, 5]),
    ],
)
def test_how_a_refused_request_is_split(fields: list[str], sizes: list[int]) -> None:
    messages = [mail(f"f{place}@example.net") for place in range(10)]
    refused = Refused(400, [Problem("bad", field) for field in fields])
    assert [len(part) for part in parts_after(refused, messages)] == sizes
    assert parts_after(refused, messages[:1]) == []


@pytest.mark.parametrize(
    "code, status, kind",
    [
        (20429, 429, Kind.LATER),
        (None, 429, Kind.LATER),
        (20003, 401, Kind.LATER),
        (21610, 400, Kind.REFUSED),
        (None, 400, Kind.REFUSED),
        (20500, 500, Kind.UNCLEAR),
        (None, 503, Kind.UNCLEAR),
        (21610, 502, Kind.UNCLEAR),
    ],
)
def test_what_twilio_s_answers_mean(code: int | None, status: int, kind: Kind) -> None:
    assert meaning_of(code, status).kind == kind


def test_every_code_has_words_that_name_no_number() -> None:
    assert all(meaning.words and "+" not in meaning.words for meaning in MEANINGS.values())
