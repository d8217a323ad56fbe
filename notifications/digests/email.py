"""Rendering digests by email: HTML and plain text, in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import Both, ascii_html, one_line, site_root

from ..families import tokens
from ..families.mail_body import (
    FAMILY_PAGE,
    PREFERENCES,
    STOP,
    MailBody,
    Part,
    footer,
    render_mail,
    stop_headers,
    tagged_links,
)
from ..models import MessageContent
from ..models.contents import PARTS_HTML, PARTS_TEXT
from ..rules.filling import new_nonce, tag
from ..services.enqueue import Draft, Words
from ..sources import ClassFacts
from .grouping import Digest
from .parts import MOST_CACHED, Coming, Parts, UpdateMessages

LONGEST_SUBJECT: Final = 998
VISIBLE_SUBJECT: Final = 70
"""About as many letters of a subject as a phone shows. Classes that do not fit are only counted."""
LINKS: Final = (STOP, PREFERENCES, FAMILY_PAGE)


class DigestRenderer:
    """Renders the digests of one run: frames and parts once, and the personal links for each
    family.

    `messages` is the message of each update, by language. `coming` lists, for each class, the
    updates with a day in the coming week.
    """

    def __init__(
        self,
        classes: Mapping[UUID, ClassFacts],
        messages: UpdateMessages,
        *,
        day: date,
        coming: Coming | None = None,
    ) -> None:
        office = DistrictSettings.cached()
        self._classes = classes
        self._parts = Parts(classes, messages, day, coming or {}, office)
        self._office = office
        self._root = site_root()
        self._frames: dict[str, UUID] = {}
        self._words: dict[tuple[Any, ...], tuple[Words, str]] = {}

    def save_parts(self) -> None:
        """Write the parts rendered since the last call; see `Parts.save`."""
        self._parts.save()

    def draft(self, digest: Digest) -> Draft:
        """Returns the message to one person."""
        recipient = digest.recipient
        words, name = self._words_of(digest)
        return Draft(
            address=recipient.address,
            words=words,
            alike=name,
            language=recipient.language,
            substitutions={
                STOP: tokens.stop_url(recipient.subscriber, self._root),
                PREFERENCES: tokens.preferences_url(recipient.subscriber, root=self._root),
                FAMILY_PAGE: tokens.family_page_url(recipient.subscriber, self._root),
            },
            subscriber_uuid=recipient.subscriber,
        )

    def _words_of(self, digest: Digest) -> tuple[Words, str]:
        language = digest.recipient.language
        others = self._parts.coming_in(digest.others)
        key = (language, digest.groups, others)
        cached = self._words.get(key)
        if cached is None:
            with translation.override(language):
                subject = one_line(self._subject(digest))[:LONGEST_SUBJECT]
            words = Words(
                subject=subject,
                content=self._frame(language),
                parts=self._parts.names(digest.groups, language, others),
                from_email=settings.CLASS_MAIL_FROM,
                reply_to=self._office.email,
                near=self._parts.near(digest.groups),
            )
            cached = (words, words.name)
            if len(digest.groups) == 1 or len(self._words) < MOST_CACHED:
                self._words[key] = cached
        return cached

    def _frame(self, language: str) -> UUID:
        """Returns the key of the mail's frame, which surrounds the parts."""
        if language not in self._frames:
            nonce = new_nonce()
            # Tags consist of lowercase letters, digits, "-", "_" and "." only.
            parts = Both(mark_safe(tag(PARTS_HTML, nonce)), tag(PARTS_TEXT, nonce))  # noqa: S308
            with translation.override(language):
                body = self._body(parts, tagged_links(nonce, LINKS))
            rendered = render_mail(
                body,
                subject=body.heading,
                language=language,
                headers=stop_headers(nonce, "class-updates"),
                office=self._office,
            )
            content = MessageContent.objects.create(
                nonce=nonce,
                text=rendered.text,
                html=ascii_html(rendered.html),
                headers=dict(rendered.headers),
            )
            self._frames[language] = content.pk
        return self._frames[language]

    def _body(self, parts: Both, urls: Mapping[str, str]) -> MailBody:
        return MailBody(
            _("New in your classes"), [Part("rendered", parts), *footer(why_you_get_it(), urls)]
        )

    def _subject(self, digest: Digest) -> str:
        """Returns the subject: the one update, the one class, or the names of the classes."""
        names = [self._classes[group.page].name for group in digest.groups]
        if len(names) > 1:
            return new_in(names)
        titles = self._parts.titles(digest.groups[0], digest.recipient.language)
        if len(titles) == 1:
            return f"{names[0]}: {titles[0]}"
        return ngettext(
            "%(class)s: %(number)d new update", "%(class)s: %(number)d new updates", len(titles)
        ) % {"class": names[0], "number": len(titles)}


def why_you_get_it() -> str:
    return _("You get this message because you asked for it on our website.")


def new_in(names: Sequence[str]) -> str:
    """Returns "New in Math 3, Art and Band 6" for two or more classes, in the active language.
    Counts the classes that do not fit."""
    whole = _("New in %(first)s and %(second)s") % {
        "first": ", ".join(names[:-1]),
        "second": names[-1],
    }
    if len(names) == 2 or len(whole) <= VISIBLE_SUBJECT:
        return whole
    shown = 1
    # Never "and 1 more classes".
    while shown < len(names) - 2 and len(_counting(names, shown + 1)) <= VISIBLE_SUBJECT:
        shown += 1
    return _counting(names, shown)


def _counting(names: Sequence[str], shown: int) -> str:
    return _("New in %(first)s and %(number)d more classes") % {
        "first": ", ".join(names[:shown]),
        "number": len(names) - shown,
    }
