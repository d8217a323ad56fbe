"""Describes a mail once; one pair of templates renders it as HTML and as plain text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from django.utils.translation import gettext as _

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import Both, Office, RenderedMail, draw

from ..rules.filling import tag
from . import tokens

STOP, PREFERENCES, FAMILY_PAGE = "stop_url", "preferences_url", "family_page_url"
# Asks mail servers not to answer automatically, for example with an absence notice (RFC 3834).
AUTOMATIC: Final = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}

type Kind = Literal["paragraph", "strong", "code", "link", "button", "note", "reason", "rendered"]


class Part(NamedTuple):
    """One part of a mail. In a `rendered` part `text` holds both HTML and text. A `note` or
    `reason` with a `url` is a link in small print."""

    kind: Kind
    text: str | Both
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class MailBody:
    """The heading and the parts of a mail. `language` is the heading's, where it differs from the
    mail's."""

    heading: str
    parts: Sequence[Part]
    language: str = ""


def paragraphs(*texts: str) -> list[Part]:
    return [Part("paragraph", text) for text in texts]


def footer(reason: str, urls: Mapping[str, str]) -> list[Part]:
    """Returns why the reader gets the mail, and the links to change or stop it."""
    parts = [Part("reason", reason)]
    if FAMILY_PAGE in urls:
        text = _("See this week and what is coming up in all your classes")
        parts.append(Part("note", text, urls[FAMILY_PAGE]))
    return [
        *parts,
        Part("note", _("Change what you get, or the language"), urls[PREFERENCES]),
        Part("note", _("Stop all these messages"), urls[STOP]),
    ]


def tagged_links(nonce: str, names: Iterable[str] = (STOP, PREFERENCES)) -> dict[str, str]:
    """Returns tags that are replaced by each recipient's own links."""
    return {name: tag(name, nonce) for name in names}


def render_mail(
    body: MailBody,
    *,
    subject: str,
    language: str,
    headers: Mapping[str, str] | None = None,
    office: Office | None = None,
) -> RenderedMail:
    mail = draw(
        "notifications/email/message",
        subject=subject,
        office=office or DistrictSettings.cached(),
        language=language,
        body=body,
    )
    return replace(mail, headers=headers or {})


def stop_headers(nonce: str, list_name: str) -> dict[str, str]:
    """Returns the headers that let mail programs stop the mails with one click (RFC 2369, RFC
    8058)."""
    return {
        "List-Unsubscribe": f"<{tag(STOP, nonce)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{list_name}.{tokens.host()}>",
        **AUTOMATIC,
    }
