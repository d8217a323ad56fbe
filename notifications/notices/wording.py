"""The words of a notice on each channel, as families read them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from district_cms.schools.banners.wording import usual_end, words_of
from district_cms.web.mail import RenderedMail, site_root
from district_cms.web.times import day_text

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
from ..guardians.approved import WORDS
from ..models import Channel, ClassNotice, FamilyNotice, UrgentNotice
from ..models.subscribers import LANGUAGES
from ..texts.segments import plain

type Urls = Mapping[str, str]
# The titles of the usual notices; their sentences are those of the website. They are published as
# written here, unless the sender changes them first.
TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "closed": {"en": "Closed on %(day)s", "es": "Cerrado el %(day)s"},
    "late": {"en": "Two-hour late start on %(day)s", "es": "Dos horas más tarde el %(day)s"},
    "early": {"en": "Closing early on %(day)s", "es": "Salida temprana el %(day)s"},
}


@dataclass(frozen=True, slots=True)
class Where:
    """The name of what a notice is about, and the page on which families read more."""

    name: str
    url: str


def usual_words(key: str, school: str = "", day: dt.date | None = None) -> dict[str, str]:
    """Returns title and text of a usual notice in both languages, by field name; empty for an
    unknown key. `school` is the school's name, "" for all schools."""
    words = words_of(key, school, day)
    if not words:
        return {}
    day = day or timezone.localdate(usual_end())
    for language, _name in LANGUAGES:
        with translation.override(language):
            words[f"title_{language}"] = TITLES[key][language] % {"day": day_text(day)}
    return words


def where_of(notice: FamilyNotice) -> Where:
    """Returns the name and page for all languages. At most one query."""
    if isinstance(notice, ClassNotice):
        url = notice.classroom.full_url if notice.classroom is not None else ""
        return Where(f"{notice.school_name}, {notice.class_name}", url or f"{site_root()}/")
    assert isinstance(notice, UrgentNotice)
    schools = [] if notice.whole_district else list(notice.schools.order_by("title")[:3])
    if len(schools) == 1:
        return Where(schools[0].title, schools[0].full_url or f"{site_root()}/")
    if len(schools) == 2:
        return Where(f"{schools[0].title}, {schools[1].title}", f"{site_root()}/")
    return Where(settings.DISTRICT_NAME, f"{site_root()}/")


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
    schools = notice.schools.order_by("title").values_list("title", flat=True)
    with translation.override(language):
        names = settings.DISTRICT_NAME if notice.whole_district else ", ".join(schools)
        urgent = _("URGENT, %(where)s:") % {"where": names}
        day = day_text(timezone.localdate(notice.ends_at))
        end = _("The school listed you as a guardian. More: %(link)s Text STOP to stop.")
        words = WORDS[notice.emergency][language] % {"day": day}
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
            subject = _("Urgent: %(title)s (%(where)s)") % {"title": title, "where": where.name}
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
