"""Drawing digests: HTML and plain text, in the reader's language.

A class looks the same in everyone's digest, so each class's part is drawn once in a language, and
a message only names the parts that it has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.web.mail import PostalAddress, draw, one_line, tidy

from ..families import links
from ..models import ContentPart, MessageContent
from ..models.contents import PARTS_HTML, PARTS_TEXT
from ..rules.filling import new_nonce, tag
from ..services.bulk import Draft, Words
from ..sources import ClassFacts
from .build import Digest, Group

FOLDER = "notifications/email"
STOP, PREFERENCES = "stop_url", "preferences_url"
# Words of groups that are remembered: most families have combinations of their own, which are as
# quick to make as to find.
MOST_KEPT = 20_000
LONGEST_SUBJECT = 998
Told = Mapping[tuple[str, UUID], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Part:
    """One class in one language, as it is kept in the database."""

    name: str
    titles: tuple[str, ...]


class DigestRenderer:
    """Draws the digests of one run: the frame once in each language, each class's part once, and
    for each family only which parts it gets and its own links.

    `told` is what messages say of each update, by language. Frames are written to the database when
    they are first needed, parts by `save_parts`, so nothing of their words stays in memory.
    """

    def __init__(
        self,
        classes: Mapping[UUID, ClassFacts],
        told: Told,
        office: PostalAddress,
        *,
        reply_to: str,
    ) -> None:
        self._classes = classes
        self._told = told
        self._office = office
        self._reply_to = reply_to
        self._frames: dict[tuple[str, date | None], UUID] = {}
        self._unsaved: list[ContentPart] = []
        self._parts: dict[tuple[str, Group], _Part] = {}
        self._words: dict[tuple[str, date | None, tuple[Group, ...]], tuple[Words, str]] = {}

    def save_parts(self) -> None:
        """Write the parts that were drawn since the last time. Before the messages that name them,
        and not undone with them: other messages name them too."""
        if self._unsaved:
            ContentPart.objects.bulk_create(self._unsaved)
            self._unsaved = []

    def draft(self, digest: Digest, *, missed_since: date | None = None) -> Draft:
        """The message of one person. `missed_since` is the day since which nothing was sent, where
        the message makes up for that."""
        recipient = digest.recipient
        words, name = self._words_of(digest, missed_since)
        return Draft(
            address=recipient.address,
            words=words,
            alike=name,
            language=recipient.language,
            substitutions={
                STOP: links.stop_url(recipient.subscriber),
                PREFERENCES: links.preferences_url(recipient.subscriber),
            },
            subscriber_uuid=recipient.subscriber,
        )

    def _words_of(self, digest: Digest, missed_since: date | None) -> tuple[Words, str]:
        language = digest.recipient.language
        key = (language, missed_since, digest.groups)
        known = self._words.get(key)
        if known is None:
            parts = [self._part(group, language) for group in digest.groups]
            words = Words(
                subject=self._subject(digest, parts),
                content=self._frame(language, missed_since),
                parts=tuple(part.name for part in parts),
                from_email=settings.CLASS_MAIL_FROM,
                reply_to=self._reply_to,
            )
            known = (words, words.name)
            if len(self._words) < MOST_KEPT:
                self._words[key] = known
        return known

    def _frame(self, language: str, missed_since: date | None) -> UUID:
        """The mail around the parts, with the headers that let mail programs stop it (RFC 2369,
        RFC 8058)."""
        known = self._frames.get((language, missed_since))
        if known is None:
            with translation.override(language):
                title = _("New in your classes")
            known = self._write_frame("digest", language, title, missed_since=missed_since)
            self._frames[language, missed_since] = known
        return known

    def _write_frame(self, template: str, language: str, title: str, **context: Any) -> UUID:
        nonce = new_nonce()
        drawn = draw(
            f"{FOLDER}/{template}",
            language=language,
            office=self._office,
            subject=title,
            # Tags hold small letters, digits, "-", "_" and "." only.
            parts_html=mark_safe(tag(PARTS_HTML, nonce)),  # noqa: S308
            parts_text=mark_safe(tag(PARTS_TEXT, nonce)),  # noqa: S308
            preferences_url=tag(PREFERENCES, nonce),
            stop_url=tag(STOP, nonce),
            **context,
        )
        content = MessageContent.objects.create(
            nonce=nonce,
            text=drawn.text,
            html=drawn.html,
            headers={
                "List-Unsubscribe": f"<{tag(STOP, nonce)}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "List-Id": f"<class-updates.{links.host()}>",
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
        return content.pk

    def _subject(self, digest: Digest, parts: Iterable[_Part]) -> str:
        """One line that says what is in it: the one update, the one class, or from how many."""
        return one_line(self._said(digest, parts))[:LONGEST_SUBJECT]

    def _said(self, digest: Digest, parts: Iterable[_Part]) -> str:
        language = digest.recipient.language
        titles = [title for part in parts for title in part.titles]
        with translation.override(language):
            if len(digest.groups) == 1:
                name = self._classes[digest.groups[0].page].name
                if len(titles) == 1:
                    return f"{name}: {titles[0]}"
                return ngettext(
                    "%(class)s: %(number)d new update",
                    "%(class)s: %(number)d new updates",
                    len(titles),
                ) % {"class": name, "number": len(titles)}
            names = [self._classes[group.page].name for group in digest.groups]
            if len(names) == 2:
                return _("New in %(first)s and %(second)s") % {
                    "first": names[0],
                    "second": names[1],
                }
            return _("New in %(first)s and %(number)d more classes") % {
                "first": names[0],
                "number": len(names) - 1,
            }

    def _part(self, group: Group, language: str) -> _Part:
        known = self._parts.get((language, group))
        if known is None:
            known = self._parts[language, group] = self._draw_part(group, language)
        return known

    def _draw_part(self, group: Group, language: str) -> _Part:
        facts = self._classes[group.page]
        with translation.override(language):
            updates = [
                {**self._told[language, key], "again": key in group.again} for key in group.updates
            ]
            context = {
                "facts": facts,
                "updates": updates,
                "ask_url": _ask_url(facts),
                "language_code": language,
            }
            html = render_to_string(f"{FOLDER}/digest_class.html", context)
            text = render_to_string(f"{FOLDER}/digest_class.txt", context)
        part = ContentPart(html=html.strip(), text=tidy(text))
        self._unsaved.append(part)
        return _Part(str(part.pk), tuple(update["title"] for update in updates))


def _ask_url(facts: ClassFacts) -> str:
    if not facts.ask:
        return ""
    subject = _("Question about %(class)s") % {"class": facts.name}
    return f"mailto:{quote(facts.ask, safe='@')}?subject={quote(subject)}"
