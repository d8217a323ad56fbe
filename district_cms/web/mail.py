"""How the project's mails look: the frame around each, and templates for many of them."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final, NamedTuple, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Site

__all__ = [
    "CLASS_HEADER",
    "ONCE_HEADER",
    "UNTIL_HEADER",
    "Both",
    "Office",
    "RenderedMail",
    "Sketches",
    "ascii_html",
    "draw",
    "editor_url",
    "one_line",
    "site_root",
    "tidy",
]


# Names a mail that the outbox takes once, however often it is written; not passed on.
ONCE_HEADER: Final = "X-District-Once"
# A mail that is not about the staff's work says so in this header, which is not passed on either.
CLASS_HEADER: Final = "X-District-Message-Class"
ABOUT_ACCOUNT: Final = "account"
# The moment from which what a mail says is no longer true, as ISO 8601; not passed on.
UNTIL_HEADER: Final = "X-District-Until"
EMPTY_LINES: Final = re.compile(r"\n{3,}")
_CONTROLS: Final = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")


class Office(Protocol):
    """The district and how to reach its office, as the foot of a mail says it; any part of its
    address may be empty. `color` is "#45389a", for words on white and for white words."""

    street: str
    city: str
    phone: str

    @property
    def name(self) -> str: ...
    @property
    def color(self) -> str: ...


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """A mail, ready to be sent or written into the outbox."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def message(
        self,
        to: str,
        *,
        once: str = "",
        about_account: bool = False,
        until: dt.datetime | None = None,
    ) -> EmailMultiAlternatives:
        """As Django's mail sends it. With a name in `once` the outbox takes it a single time, and
        sending it returns 0 from then on. A mail `about_account` is what nobody can sign in
        without. One that says something until a moment (aware) is not sent from then on; without
        it, it lasts as long as its kind."""
        headers = {ONCE_HEADER: once} if once else {}
        if about_account:
            headers[CLASS_HEADER] = ABOUT_ACCOUNT
        if until is not None:
            headers[UNTIL_HEADER] = until.isoformat()
        message = EmailMultiAlternatives(self.subject, self.text, to=[to], headers=headers)
        message.attach_alternative(self.html, "text/html")
        return message


def draw(
    template: str, *, subject: str, office: Office, language: str = "", **context: Any
) -> RenderedMail:
    """Draw `<template>.html` and `<template>.txt`, which extend `email/base`, in the frame.

    `language` is the reader's; without it the present one is used.
    """
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    whole = {
        "subject": subject,
        "language_code": language,
        "district_name": office.name,
        "district_color": office.color,
        "district_contact": office,
        "site_url": f"{site_root()}/",
        **context,
    }
    with translation.override(language):
        html = render_to_string(f"{template}.html", whole)
        text = render_to_string(f"{template}.txt", whole)
    return RenderedMail(one_line(subject), tidy(text), html.strip() + "\n")


def site_root() -> str:
    """Where the site is, without a slash at the end: "https://www.larkspur.example"."""
    sites = Site.get_site_root_paths()  # kept in the cache by Wagtail; a district has one site
    return str(sites[0].root_url if sites else settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def editor_url(path: str) -> str:
    """Where a screen of those who work here is, for their mails: its path with the site before
    it."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def tidy(text: str) -> str:
    """Plain text without the gaps that a template's tags leave."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return EMPTY_LINES.sub("\n\n", lines) + "\n"


def one_line(text: str) -> str:
    """A page's title may hold anything, such as Word's soft line break; a subject is one line
    without control characters."""
    return " ".join(text.translate(_CONTROLS).split())


# Stands around the number of a word. A character for private use: no template has it, and what is
# filled in is not read for it.
MARK: Final = "\ue000"
# A template looks at these, and does not only print them.
GAPS: Final = re.compile(r"\s*\n\s*")
LOOKED_AT: Final = frozenset({"language", "learning_language", "language_code"})


class Both(NamedTuple):
    """The same as HTML and as text, each ready to stand in a message."""

    html: str
    text: str


class Sketches:
    """The templates of one run, each a pair `<name>.html` and `<name>.txt` in `folder`. They may
    print what they are given and ask whether it is empty, and do nothing else with it. `same` is
    what all of them are given."""

    def __init__(self, folder: str, **same: str) -> None:
        self._folder = folder
        self._same = same
        self._drawn: dict[tuple[Any, ...], tuple[_Sketch, _Sketch]] = {}

    def draw(self, name: str, language: str, context: dict[str, Any]) -> Both:
        """Both templates with this in them, in this language."""
        words: list[str | Both] = []
        marked, shape = _marked(context, words)
        key = (name, language, shape)
        if key not in self._drawn:
            path = f"{self._folder}/{name}"
            marked |= self._same
            with translation.override(language):
                html = _Sketch(GAPS.sub("\n", render_to_string(f"{path}.html", marked)), ascii_html)
                self._drawn[key] = html, _Sketch(render_to_string(f"{path}.txt", marked))
        html, text = self._drawn[key]
        return Both(
            html.filled([escape(each) if isinstance(each, str) else each.html for each in words]),
            text.filled([each if isinstance(each, str) else each.text for each in words]),
        )


def ascii_html(html: str) -> str:
    """HTML that shows the same, with references for what is not ASCII. Of a text with one curly
    quotation mark in it each step, from reading it to sending it, takes several times as long."""
    return html.encode("ascii", "xmlcharrefreplace").decode()


class _Sketch:
    """A template as it was drawn: every second piece is a word, `numbers` says which. The others
    stand as `written`; words stay as people typed them."""

    def __init__(self, drawn: str, written: Callable[[str], str] = str) -> None:
        self._pieces = drawn.split(MARK)
        self._numbers = [int(number) for number in self._pieces[1::2]]
        self._pieces[::2] = map(written, self._pieces[::2])

    def filled(self, words: list[str]) -> str:
        whole = self._pieces.copy()
        whole[1::2] = map(words.__getitem__, self._numbers)
        return "".join(whole)


def _marked(value: Any, words: list[str | Both], name: str = "") -> tuple[Any, Any]:
    """`value` with a mark in the place of each word, which is added to `words`; and its shape: all
    that a template can see of it."""
    if isinstance(value, dict):
        marked, shape = {}, []
        for key, one in value.items():
            # Most are words, and a call for each is most of the work.
            if type(one) is str and one and key not in LOOKED_AT:
                marked[key], seen = f"{MARK}{len(words)}{MARK}", True
                words.append(one)
            else:
                marked[key], seen = _marked(one, words, key)
            shape.append((key, seen))
        return marked, tuple(shape)
    if isinstance(value, list):
        every = [_marked(one, words) for one in value]
        return [one[0] for one in every], tuple(one[1] for one in every)
    if not value or isinstance(value, int) or name in LOOKED_AT:
        return value, value
    words.append(value if isinstance(value, str | Both) else str(value))
    return f"{MARK}{len(words) - 1}{MARK}", True
