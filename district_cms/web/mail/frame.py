"""The frame around every mail of the project: the district's name and color, its postal address,
its site.

HTML uses tables and inline styles, and nothing that Outlook, Gmail or Apple Mail cannot show; the
tests hold it against the published support tables.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Site

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
class Drawn:
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
) -> Drawn:
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
    return Drawn(one_line(subject), tidy(text), html.strip() + "\n")


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
