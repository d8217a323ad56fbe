"""One description of a mail, rendered as HTML and as plain text by one pair of templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from django.utils.translation import gettext as _

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import Both, Office, RenderedMail, draw

from ..rules.filling import tag
from . import tokens

STOP, PREFERENCES, FAMILY_PAGE = "stop_url", "preferences_url", "family_page_url"
# Nobody's holiday notice shall answer a machine (RFC 3834).
AUTOMATIC: Final = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}

type Kind = Literal["paragraph", "strong", "code", "link", "button", "note", "reason", "rendered"]


class Part(NamedTuple):
    """One part of a mail. Of a `rendered` one `text` has its HTML and its text; a `note` or a
    `reason` with a `url` is a link in small letters."""

    kind: Kind
    text: str | Both
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class MailBody:
    """The heading and the parts of a mail; `language` is that of the heading where it differs."""

    heading: str
    parts: Sequence[Part]
    language: str = ""


def paragraphs(*texts: str) -> list[Part]:
    return [Part("paragraph", text) for text in texts]


def footer(reason: str, urls: Mapping[str, str]) -> list[Part]:
    """Why the reader gets the mail, and the links with which to change or stop that."""
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
    """Tags that are replaced by each recipient's own links."""
    return {name: tag(name, nonce) for name in names}


def render_mail(
    body: MailBody,
    *,
    subject: str,
    language: str,
    headers: Mapping[str, str] | None = None,
    office: Office | None = None,
) -> RenderedMail:
    drawn = draw(
        "notifications/email/message",
        subject=subject,
        office=office or DistrictSettings.cached(),
        language=language,
        body=body,
    )
    return replace(drawn, headers=headers or {})


def stop_headers(nonce: str, list_name: str) -> dict[str, str]:
    """The headers with which mail programs stop a mail in one click (RFC 2369, RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{tag(STOP, nonce)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{list_name}.{tokens.host()}>",
        **AUTOMATIC,
    }
