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
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import Drawn, draw, site_root
from district_cms.web.times import day_text

from ..families import links
from ..models import Channel, ClassNotice, FamilyNotice, MessageWording, UrgentNotice
from ..models.subscribers import LANGUAGES
from ..rules.filling import tag
from ..services.wording import OwnWords, own_words
from ..texts.segments import plain

FOLDER: Final = "notifications/email"
STOP, PREFERENCES = "stop_url", "preferences_url"
OWN_WORDS: Final[Mapping[type[FamilyNotice], MessageWording.Kind]] = {
    ClassNotice: MessageWording.Kind.CLASS_NOTICE,
    UrgentNotice: MessageWording.Kind.URGENT_NOTICE,
}
# Of the usual notices, whose sentences are those of the website: published as they stand here, and
# whoever sends them may change them first.
TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "closed": {"en": "Closed on %(day)s", "es": "Cerrado el %(day)s"},
    "late": {"en": "Two-hour late start on %(day)s", "es": "Dos horas más tarde el %(day)s"},
    "early": {"en": "Closing early on %(day)s", "es": "Salida temprana el %(day)s"},
}


@dataclass(frozen=True, slots=True)
class Where:
    """What a notice is about, by name, and the page on which families read more."""

    name: str
    url: str


def usual_words(key: str, school: str = "", day: dt.date | None = None) -> dict[str, str]:
    """Title and text of a usual notice in both languages, by the names of the fields; empty for a
    key that is none. `school` is its name, "" for all schools."""
    words = words_of(key, school, day)
    if not words:
        return {}
    day = day or timezone.localdate(usual_end())
    for language, _name in LANGUAGES:
        with translation.override(language):
            words[f"title_{language}"] = TITLES[key][language] % {"day": day_text(day)}
    return words


def where_of(notice: FamilyNotice) -> Where:
    """Asked once for all languages: at most one query."""
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
    """In which language the notice itself is for readers of `language`: all of it in one."""
    return "en" if language == "es" and notice.lacks_spanish else language


def text_of(notice: FamilyNotice, language: str, where: Where) -> str:
    """The whole text message: where first, then what, why it came and how to stop."""
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


def own_words_of(notice: FamilyNotice, language: str) -> OwnWords:
    """What the office says before and after every notice of this kind."""
    return own_words(OWN_WORDS[type(notice)], language)


def mail_of(
    notice: FamilyNotice, language: str, where: Where, nonce: str, own_words: OwnWords
) -> Drawn:
    """The mail, with tags of `nonce` where each recipient's own links go, and the headers that let
    mail programs stop it (RFC 2369, RFC 8058)."""
    own = language_of(notice, language)
    body = getattr(notice, f"text_{own}")
    office = DistrictSettings.kept()
    links_of_reader = {
        PREFERENCES: tag(PREFERENCES, nonce),
        STOP: tag(STOP, nonce),
    }
    context = {"body": body, "body_lang": own, "where": where, "own": own_words, **links_of_reader}
    if isinstance(notice, UrgentNotice):
        title = getattr(notice, f"title_{own}")
        with translation.override(own):
            subject = _("Urgent: %(title)s (%(where)s)") % {"title": title, "where": where.name}
            heading = _("Urgent notice: %(title)s") % {"title": title}
        template = "notice_urgent"
        context |= {"heading": heading}
    else:
        assert isinstance(notice, ClassNotice)
        subject = f"{notice.class_name}: {Truncator(body).chars(60)}"
        template = "notice_class"
        context |= {"class_name": notice.class_name, "school": notice.school_name}
    drawn = draw(
        f"{FOLDER}/{template}", subject=subject, office=office, language=language, **context
    )
    return Drawn(drawn.subject, drawn.text, drawn.html, _headers(nonce))


def _headers(nonce: str) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{tag(STOP, nonce)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<notices.{links.host()}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _short(url: str) -> str:
    """Without "https://", which costs eight letters and which every telephone adds."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/")


def keys_of(channels: list[Channel]) -> list[tuple[Channel, str]]:
    """Each channel with each language in which we write."""
    return [(channel, language) for channel in channels for language, _name in LANGUAGES]
