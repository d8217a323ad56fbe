"""The words of a notice on each channel, as families read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from district_cms.web.mail import RenderedMail, site_root

from ..families.mail_body import (
    STOP,
    MailBody,
    Part,
    footer,
    paragraphs,
    render_mail,
    stop_headers,
    tagged_links,
)
from ..models import Channel, ClassNotice, FamilyNotice, UrgentNotice
from ..models.subscribers import LANGUAGES
from ..texts.segments import plain

type Urls = Mapping[str, str]
LONGEST_PLACES: Final = 120
"""Of the schools' names in a subject, in characters."""


@dataclass(frozen=True, slots=True)
class Where:
    """The name of what a notice is about, and the page on which families read more."""

    name: str
    url: str


def where_of(notice: FamilyNotice) -> Where:
    """Returns the name and page for all languages. At most one query."""
    if isinstance(notice, ClassNotice):
        url = notice.classroom.full_url if notice.classroom is not None else ""
        return Where(f"{notice.school_name}, {notice.class_name}", url or f"{site_root()}/")
    assert isinstance(notice, UrgentNotice)
    schools = notice.places
    url = schools[0].full_url if len(schools) == 1 else ""
    name = ", ".join(school.title for school in schools) or settings.DISTRICT_NAME
    return Where(name, url or f"{site_root()}/")


def language_of(notice: FamilyNotice, language: str) -> str:
    """Returns the language of the notice itself for readers of `language`. All of it is in one
    language."""
    return "en" if language == "es" and notice.lacks_spanish else language


def text_of(notice: FamilyNotice, language: str, where: Where) -> str:
    """Returns the whole text message: first where, then what, why it came and how to stop."""
    own = language_of(notice, language)
    body = getattr(notice, f"text_{own}")
    name = "" if where.name in body else where.name
    with translation.override(own):
        urgent = _("URGENT, %(where)s:") % {"where": name} if name else _("URGENT:")
    with translation.override(language):
        if isinstance(notice, UrgentNotice):
            begin = urgent
            end = _("You follow a class or a school there. More: %(link)s Text STOP to stop.") % {
                "link": _short(where.url)
            }
        else:
            begin, end = f"{where.name}:", _("Text STOP to stop.")
    return plain(f"{begin} {body} {end}")


def listed_text(notice: FamilyNotice, language: str, where: Where) -> str:
    """Returns the text message to a listed guardian: the approved words of the emergency, and no
    link but ours."""
    assert isinstance(notice, UrgentNotice)
    with translation.override(language):
        urgent = _("URGENT, %(where)s:") % {"where": where.name}
        end = _("The school listed you as a guardian. More: %(link)s Text STOP to stop.")
        words = notice.approved_words[f"text_{language}"]
        return plain(f"{urgent} {words} {end % {'link': _short(where.url)}}")


def mail_of(
    notice: FamilyNotice, language: str, where: Where, nonce: str, *, listed: bool = False
) -> RenderedMail:
    """Returns the mail, with tags of `nonce` in place of each recipient's own links. `listed` is
    the mail to guardians who did not sign up."""
    own = language_of(notice, language)
    text = getattr(notice, f"text_{own}")
    urls = tagged_links(nonce)
    if isinstance(notice, UrgentNotice):
        with translation.override(own):
            title = getattr(notice, f"title_{own}")
            places = Truncator(where.name).chars(LONGEST_PLACES)
            subject = _("Urgent: %(title)s (%(where)s)") % {"title": title, "where": places}
            heading = _("Urgent notice: %(title)s") % {"title": title}
        with translation.override(language):
            body = _urgent_body(heading, own, text, where, urls, listed)
    else:
        assert isinstance(notice, ClassNotice)
        subject = f"{notice.class_name}: {Truncator(text).chars(60)}"
        with translation.override(language):
            body = _class_body(notice, own, text, where, urls)
    headers = stop_headers(nonce, "notices")
    return render_mail(body, subject=subject, language=language, headers=headers)


def _urgent_body(
    heading: str, text_language: str, text: str, where: Where, urls: Urls, listed: bool
) -> MailBody:
    """Returns an urgent notice's mail: its own words, and the words around them in the active
    language."""
    why = _(
        "You get this urgent notice at once because you follow a class, a teacher or the notices "
        "at %(name)s."
    ) % {"name": where.name}
    parts = [
        Part("strong", where.name),
        Part("paragraph", text, language=text_language),
        Part("link", _("Read the latest on our website"), where.url),
    ]
    if listed:
        reason = _("You get this because the district listed you as a guardian at %(name)s.")
        why = f"{reason % {'name': where.name}} {_('It does not replace 911.')}"
        stop = Part("note", _("Get no more urgent notices without signing up"), urls[STOP])
        parts += [Part("reason", why), stop]
    else:
        parts += footer(f"{why} {_('It does not replace 911.')}", urls)
    return MailBody(heading, parts, text_language)


def _class_body(
    notice: ClassNotice, text_language: str, text: str, where: Where, urls: Urls
) -> MailBody:
    """Returns a class notice's mail: its own words, and the words around them in the active
    language."""
    why = _("You get this notice because you follow %(name)s on our website.")
    parts = [
        *paragraphs(notice.school_name),
        Part("paragraph", text, language=text_language),
        Part("link", _("Open the page of the class"), where.url),
        *footer(why % {"name": notice.class_name}, urls),
    ]
    return MailBody(notice.class_name, parts, "en")


def _short(url: str) -> str:
    """Removes "https://", which takes eight letters and which every telephone adds."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/")


def keys_of(channels: list[Channel]) -> list[tuple[Channel, str]]:
    """Returns each channel with each language of our messages."""
    return [(channel, language) for channel in channels for language, _name in LANGUAGES]
