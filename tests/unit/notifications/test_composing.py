"""Mails as a mail server gets them: the words of many, each with what is the recipient's own."""

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.providers.base import Outgoing
from notifications.providers.composing import Composer, pieces_of, quoted
from notifications.providers.django_backend import as_email
from notifications.rules.filling import fill, tag

NONCE = "0123456789abcdef"
STOP, PAGE, NOBODYS = (tag(name, NONCE) for name in ("stop_url", "page", "nobodys"))
SHARED = Outgoing(
    id=UUID(int=7),
    channel="email",
    address="ana@example.net",
    from_email="Escuelas de Ávila <news@larkspur.example>",
    reply_to="office@larkspur.example",
    subject="Noticias de Matemáticas",
    text=f"Fracciones.\n\nStop: {STOP}\n",
    html=f'<p>Fracciones. <a href="{STOP}">Stop</a> {PAGE}</p>',
    headers={
        "List-Unsubscribe": f"<{STOP}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    message_id="<7@larkspur.example>",
    shared="same",
    substitutions={STOP: "https://x/stop/7/", PAGE: "https://x/7/"},
)
# Whatever teachers type, beside what encoded texts, boundaries and tags are made of.
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
WORDS = st.lists(
    st.one_of(
        st.text(LETTERS, max_size=90),
        st.sampled_from(["\n", "\r\n", ".", " ", "\t", "=", "=_", "=3D", "--", "x" * 75, "é" * 40]),
        st.sampled_from([STOP, PAGE, NOBODYS]),
    ),
    max_size=14,
).map("".join)
LINKS = st.from_regex(r"https://[a-z0-9=_./:-]{1,300}", fullmatch=True)


def composed(message: Outgoing, composer: Composer | None = None) -> tuple[bytes, EmailMessage]:
    whole = (composer or Composer()).compose(message)
    assert whole is not None
    read = email.message_from_bytes(whole, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    return whole, read


def bodies(mail: EmailMessage) -> list[str]:
    """Text and HTML."""
    parts = [part for part in mail.walk() if not part.is_multipart()]
    return [lines(part.get_content()) for part in parts]


def lines(text: str) -> str:
    """The last one may end or not: in a mail it does."""
    same = text.replace("\r\n", "\n").replace("\r", "\n")
    return same if same.endswith("\n") else f"{same}\n"


@given(text=WORDS, html=WORDS, stop=LINKS, page=LINKS)
@settings(max_examples=100)
def test_what_arrives_is_what_was_written_with_the_recipient_s_own_in_its_places(
    text: str, html: str, stop: str, page: str
) -> None:
    values = {STOP: stop, PAGE: page}
    message = replace(SHARED, text=text, html=html, substitutions=values)
    whole, mail = composed(message)
    written = [text, html] if html else [text]
    assert bodies(mail) == [lines(fill(each, values)) for each in written]
    head, _gap, body = whole.partition(b"\r\n\r\n")
    assert b"List-Unsubscribe: <" + stop.encode() + b">" in head.split(b"\r\n")
    assert whole.isascii()
    assert whole.count(b"\n") == whole.count(b"\r") == whole.count(b"\r\n")
    assert max(map(len, body.split(b"\r\n"))) <= 78


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 99)), max_size=12))
@settings(max_examples=60)
def test_nobody_s_link_is_in_someone_else_s_mail(order: list[tuple[int, int]]) -> None:
    """By one composer, in any order; of some words a place is not theirs to fill."""
    composer = Composer()
    for words, person in order:
        own = {STOP: f"https://x/stop/{person}/", PAGE: f"https://x/{person}/"}
        message = replace(
            SHARED,
            address=f"f{person}@example.net",
            text=f"{words} {SHARED.text}",
            html=f"{words} {SHARED.html}",
            substitutions=own if words else {STOP: own[STOP]},
        )
        _whole, mail = composed(message, composer)
        plain = message.whole()
        assert bodies(mail) == [lines(plain.text), lines(plain.html)]
        assert mail["To"] == f"f{person}@example.net"
        assert mail["List-Unsubscribe"] == f"<https://x/stop/{person}/>"
        said = [mail["List-Unsubscribe"], *bodies(mail)]
        assert all(each.count("https://x/stop/") == each.count(own[STOP]) == 1 for each in said)


def test_it_reads_as_the_mail_that_django_writes() -> None:
    _whole, mail = composed(SHARED)
    theirs = as_email(SHARED.whole()).message()
    assert {*mail.keys()} == {*theirs.keys()}
    differs = {"Date", "Content-Type"}  # the moment, and where the parts end
    assert {name: mail[name] for name in {*mail.keys()} - differs} == {
        name: theirs[name] for name in {*theirs.keys()} - differs
    }
    assert [part.get_content_type() for part in mail.walk()] == [
        part.get_content_type() for part in theirs.walk()
    ]
    assert bodies(mail) == bodies(theirs)


def test_the_text_alone_is_no_mail_of_parts() -> None:
    _whole, mail = composed(replace(SHARED, html=""))
    assert mail.get_content_type() == "text/plain"


def test_a_long_address_to_stop_at_is_one_that_mailboxes_read() -> None:
    long = "https://www.larkspur.example/updates/stop/" + "a1-_:" * 60 + "/"
    whole, _mail = composed(replace(SHARED, substitutions={STOP: long, PAGE: ""}))
    assert f"\r\nList-Unsubscribe: <{long}>\r\n".encode() in whole


@pytest.mark.parametrize("subject", [
    "a" * 70 + " and more than one line can hold", "=?utf-8?q?not_encoded?=", " spaces around ",
    "Matemáticas y más", "",
])  # fmt: skip
def test_a_subject_is_what_was_written(subject: str) -> None:
    _whole, mail = composed(replace(SHARED, subject=subject))
    django = as_email(replace(SHARED, subject=subject).whole()).message(policy=email.policy.SMTP)
    theirs = email.message_from_bytes(django.as_bytes(), policy=email.policy.default)
    assert mail["Subject"] == theirs["Subject"]


@pytest.mark.parametrize("change", [
    {"subject": "Math\r\nBcc: all@example.net"},
    {"headers": {"List-Unsubscribe": "<https://x/>\r\nBcc: all@example.net"}},
    {"message_id": "<7@x>\nBcc: all@example.net"},
    {"from_email": "news@larkspur.example\r\nBcc: all@example.net"},
])  # fmt: skip
def test_a_header_is_one_line(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"(?i)header"):
        Composer().compose(replace(SHARED, **change))


@pytest.mark.parametrize("change", [
    {"address": "josé@example.net"},
    {"address": "ana@bücher.example"},
    {"address": '"a b"@example.net'},
    {"address": "ana@example.net\n"},
    {"headers": {"bcc": "all@example.net"}},
    {"headers": {"Content-Type": "text/html"}},
    {"headers": {"X: y\r\nBcc": "all@example.net"}},
], ids=str)  # fmt: skip
def test_what_is_out_of_the_ordinary_is_left_to_django(change: dict[str, Any]) -> None:
    assert Composer().compose(replace(SHARED, **change)) is None


def test_no_line_is_longer_than_a_line_may_be_whatever_follows_it() -> None:
    for length in range(70, 80):
        (piece,) = pieces_of("x" * length)
        assert isinstance(piece, bytes)
        assert max(map(len, piece.split(b"\r\n"))) <= 76
    assert quoted("") == b""
