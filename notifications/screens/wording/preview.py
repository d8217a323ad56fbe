"""A message drawn for the office to look at: with the newest class updates, and no one's links."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import Drawn, draw, site_root

from ... import sources
from ...digests.writing import RHYTHM
from ...families.tokens import CONFIRM_FOR
from ...models import Channel, DigestItem, Message, MessageClass, MessageWording
from ...models.contents import parts_of, updates_in
from ...rules.state import SENT
from ...services.wording import OwnWords

FOLDER: Final = "notifications/email"
NEWEST: Final = 20
"""So many of the newest digests are looked through for one that may be shown."""


def drawn(kind: str, language: str, own: OwnWords) -> Drawn:
    """The message of this kind with these words. Every link in it leads to the home page."""
    match kind:
        case MessageWording.Kind.DIGEST:
            return _digest(language, own)
        case MessageWording.Kind.WELCOME:
            return _welcome(language, own)
        case MessageWording.Kind.CLASS_NOTICE:
            return _class_notice(language, own)
        case MessageWording.Kind.URGENT_NOTICE:
            return _urgent_notice(language, own)
    return _confirmation(language, own)


def _welcome(language: str, own: OwnWords) -> Drawn:
    """As someone gets it who follows a school and has had all of its updates."""
    with translation.override(language):
        subject = _("You are signed up for %(title)s") % {"title": settings.DISTRICT_NAME}
    return draw(
        f"{FOLDER}/welcome",
        language=language,
        office=DistrictSettings.kept(),
        subject=subject,
        own=own,
        place={"scope": "school", "title": settings.DISTRICT_NAME, "school": ""},
        updates=0,
        family_page_url=_home(),
        preferences_url=_home(),
        stop_url=_home(),
    )


def _digest(language: str, own: OwnWords) -> Drawn:
    text, html, subject = _newest_updates(language)
    return draw(
        f"{FOLDER}/digest",
        language=language,
        office=DistrictSettings.kept(),
        subject=subject,
        own=own,
        parts_text=text,
        parts_html=html,
        missed_since=None,
        family_page_url=_home(),
        preferences_url=_home(),
        stop_url=_home(),
    )


def _newest_updates(language: str) -> tuple[str, str, str]:
    """Text, HTML and subject of the newest digest in this language all of whose updates are on the
    site for everyone; where there is none, a sentence in their place."""
    # A welcome has parts, too, and says other things around them.
    newest = Message.objects.filter(
        message_class=MessageClass.SUBSCRIPTION,
        channel=Channel.EMAIL,
        state__in=SENT,
        rhythm=RHYTHM,
    ).order_by("-created_at")
    found = [message for message in newest[:NEWEST] if message.language == language]
    items = DigestItem.objects.filter(message_uuid__in=[message.pk for message in found])
    pages: dict[UUID, set[UUID]] = {}
    for message_uuid, page in items.values_list("message_uuid", "page_uuid"):
        pages.setdefault(message_uuid, set()).add(page)
    known = parts_of([message.parts for message in found])
    # What is coming up in other classes is named by the parts.
    named = updates_in(known)
    for message in found:
        if message.pk in pages:
            pages[message.pk] |= set().union(*(named.get(name, ()) for name in message.parts))
    public = sources.readable(set().union(*pages.values()))
    for message in found:
        own = pages.get(message.pk, set())
        if message.parts and own and own <= public:
            parts = [known[name] for name in message.parts]
            text = "\n".join(part.text for part in parts)
            html = "\n".join(part.html for part in parts)
            # Drawn by our own templates when the digest was written.
            return text, mark_safe(html), message.subject  # noqa: S308
    with translation.override(language):
        words = _("Here you will read what is new in your classes.")
        return words, format_html("<p>{}</p>", words), _("New in your classes")


def _confirmation(language: str, own: OwnWords) -> Drawn:
    with translation.override(language):
        title = settings.DISTRICT_NAME
        subject = _("Please confirm: updates of %(title)s by email") % {"title": title}
    return draw(
        f"{FOLDER}/confirm",
        language=language,
        office=DistrictSettings.kept(),
        subject=subject,
        own=own,
        place={"scope": "school", "title": title, "school": ""},
        url=_home(),
        days=CONFIRM_FOR.days,
    )


def _class_notice(language: str, own: OwnWords) -> Drawn:
    with translation.override(language):
        body = _("The teacher’s message goes here.")
        name, school = _("Name of the class"), _("Name of the school")
    return _notice("notice_class", language, own, body, name, class_name=name, school=school)


def _urgent_notice(language: str, own: OwnWords) -> Drawn:
    with translation.override(language):
        body = _("The urgent message goes here.")
        subject = heading = _("Urgent notice: %(title)s") % {"title": settings.DISTRICT_NAME}
    return _notice("notice_urgent", language, own, body, subject, heading=heading)


def _notice(
    template: str, language: str, own: OwnWords, body: str, subject: str, **context: str
) -> Drawn:
    return draw(
        f"{FOLDER}/{template}",
        language=language,
        office=DistrictSettings.kept(),
        subject=subject,
        own=own,
        body=body,
        body_lang=language,
        where={"name": settings.DISTRICT_NAME, "url": _home()},
        preferences_url=_home(),
        stop_url=_home(),
        **context,
    )


def _home() -> str:
    return f"{site_root()}/"
