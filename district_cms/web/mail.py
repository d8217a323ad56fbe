"""Renders the project's mails: the frame around each, and templates for bulk mail."""

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


# Identifies a mail that the outbox accepts once, however often it is written. Not passed on.
ONCE_HEADER: Final = "X-District-Once"
# Marks a mail that is not staff mail. Not passed on.
CLASS_HEADER: Final = "X-District-Message-Class"
ABOUT_ACCOUNT: Final = "account"
# The time at which the mail's content becomes outdated, in ISO 8601. Not passed on.
UNTIL_HEADER: Final = "X-District-Until"
EMPTY_LINES: Final = re.compile(r"\n{3,}")
_CONTROLS: Final = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")


class Office(Protocol):
    """The district and the contact data of its office, for the foot of a mail; parts of its address
    may be empty. `color` is "#45389a", for text on white and for white text."""

    street: str
    city: str
    phone: str

    @property
    def name(self) -> str: ...
    @property
    def color(self) -> str: ...


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """A mail that is ready to be sent or written into the outbox."""

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
        """Returns the mail as a Django message. With a name in `once`, the outbox accepts it only
        once, and sending it again returns 0. `about_account` marks mail that is needed to sign in.
        After `until` (aware) the mail is not sent; without it, the lifetime of its kind applies."""
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
    """Renders `<template>.html` and `<template>.txt`, which extend `email/base`.

    `language` is the reader's; the default is the active one.
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
    """Returns the address of the site without a trailing slash: "https://www.larkspur.example"."""
    sites = Site.get_site_root_paths()  # cached by Wagtail; a district has one site
    return str(sites[0].root_url if sites else settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def editor_url(path: str) -> str:
    """Returns the absolute address of a screen for staff, for use in their mails."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def tidy(text: str) -> str:
    """Returns plain text without the gaps that template tags leave."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return EMPTY_LINES.sub("\n\n", lines) + "\n"


def one_line(text: str) -> str:
    """Returns a subject in one line without control characters. A page's title may contain any,
    such as Word's soft line break."""
    return " ".join(text.translate(_CONTROLS).split())


# Encloses the number of a placeholder. A private-use character: no template contains it, and
# inserted text is not searched for it.
MARK: Final = "\ue000"
# Templates test these values, and do not only print them.
GAPS: Final = re.compile(r"\s*\n\s*")
LOOKED_AT: Final = frozenset({"language", "learning_language", "language_code"})


class Both(NamedTuple):
    """The same content as HTML and as text, each ready to be inserted into a message."""

    html: str
    text: str


class Sketches:
    """The compiled templates of one run, each a pair `<name>.html` and `<name>.txt` in `folder`. A
    template may only print its values and test whether they are empty. `same` are values for all
    templates."""

    def __init__(self, folder: str, **same: str) -> None:
        self._folder = folder
        self._same = same
        self._rendered: dict[tuple[Any, ...], tuple[_Sketch, _Sketch]] = {}

    def draw(self, name: str, language: str, context: dict[str, Any]) -> Both:
        """Returns both templates rendered with this context, in this language."""
        words: list[str | Both] = []
        marked, shape = _marked(context, words)
        key = (name, language, shape)
        if key not in self._rendered:
            path = f"{self._folder}/{name}"
            marked |= self._same
            with translation.override(language):
                html = _Sketch(GAPS.sub("\n", render_to_string(f"{path}.html", marked)), ascii_html)
                self._rendered[key] = html, _Sketch(render_to_string(f"{path}.txt", marked))
        html, text = self._rendered[key]
        return Both(
            html.filled([escape(each) if isinstance(each, str) else each.html for each in words]),
            text.filled([each if isinstance(each, str) else each.text for each in words]),
        )


def ascii_html(html: str) -> str:
    """Returns equivalent HTML with character references for all that is not ASCII. One curly
    quotation mark in a text makes each step, from reading to sending, several times slower."""
    return html.encode("ascii", "xmlcharrefreplace").decode()


class _Sketch:
    """A rendered template with placeholders: every second piece is one, and `numbers` says which.
    The other pieces are transformed by `encode`; inserted words stay as typed."""

    def __init__(self, rendered: str, encode: Callable[[str], str] = str) -> None:
        self._pieces = rendered.split(MARK)
        self._numbers = [int(number) for number in self._pieces[1::2]]
        self._pieces[::2] = map(encode, self._pieces[::2])

    def filled(self, words: list[str]) -> str:
        whole = self._pieces.copy()
        whole[1::2] = map(words.__getitem__, self._numbers)
        return "".join(whole)


def _marked(value: Any, words: list[str | Both], name: str = "") -> tuple[Any, Any]:
    """Returns `value` with a placeholder for each word, which is appended to `words`; and its
    shape, which is all that a template can distinguish."""
    if isinstance(value, dict):
        marked, shape = {}, []
        for key, one in value.items():
            # Most values are words; a function call for each would be most of the work.
            if type(one) is str and one and key not in LOOKED_AT:
                marked[key], part = f"{MARK}{len(words)}{MARK}", True
                words.append(one)
            else:
                marked[key], part = _marked(one, words, key)
            shape.append((key, part))
        return marked, tuple(shape)
    if isinstance(value, list):
        every = [_marked(one, words) for one in value]
        return [one[0] for one in every], tuple(one[1] for one in every)
    if not value or isinstance(value, int) or name in LOOKED_AT:
        return value, value
    words.append(value if isinstance(value, str | Both) else str(value))
    return f"{MARK}{len(words) - 1}{MARK}", True
