"""Drawing digests: HTML and plain text, in the reader's language.

A class looks the same in everyone's digest, so each class's part is drawn once per language and
put into each message.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.web.mail import Drawn, PostalAddress, draw, tidy

from ..families import links
from ..sources import ClassFacts, told
from .build import Digest, Group

FOLDER = "notifications/email"


@dataclass(frozen=True, slots=True)
class _Part:
    """One class in one language."""

    html: SafeString
    text: SafeString
    titles: tuple[str, ...]


class DigestRenderer:
    """Draws the digests of one run. Keeps what it drew, so that each class is drawn once."""

    def __init__(
        self,
        classes: Mapping[UUID, ClassFacts],
        updates: Mapping[UUID, Any],
        office: PostalAddress,
    ) -> None:
        self._classes = classes
        self._office = office
        self._updates = updates
        self._told: dict[tuple[str, UUID], dict[str, Any]] = {}
        self._parts: dict[tuple[str, Group], _Part] = {}

    def tell(self, page: UUID, language: str) -> dict[str, Any]:
        """What the messages in a language say of an update; read once. Raises whatever broke."""
        known = self._told.get((language, page))
        if known is None:
            with translation.override(language):
                known = self._told[language, page] = told(self._updates[page])
        return known

    def render(self, digest: Digest, *, missed_since: date | None = None) -> Drawn:
        """The whole message of one person, with the headers that let mail programs stop it
        (RFC 2369, RFC 8058). `missed_since` is the day since which nothing was sent, where the
        message makes up for that."""
        language = digest.recipient.language
        parts = [self._part(group, language) for group in digest.groups]
        schools = {self._classes[group.page].school for group in digest.groups}
        stop = links.stop_url(digest.recipient.subscriber)
        drawn = draw(
            f"{FOLDER}/digest",
            language=language,
            office=self._office,
            subject=self._subject(digest, parts),
            parts=parts,
            missed_since=missed_since,
            several_schools=len(schools) > 1,
            preferences_url=links.preferences_url(digest.recipient.subscriber),
            stop_url=stop,
        )
        headers = {
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"<class-updates.{links.host()}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        return replace(drawn, headers=headers)

    def _subject(self, digest: Digest, parts: Iterable[_Part]) -> str:
        """Says what is in it: the one update, the one class, or from how many classes."""
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
            updates = [self.tell(key, language) for key in group.updates]
            context = {
                "facts": facts,
                "updates": updates,
                "ask_url": _ask_url(facts),
                "language_code": language,
            }
            html = render_to_string(f"{FOLDER}/digest_class.html", context)
            text = render_to_string(f"{FOLDER}/digest_class.txt", context)
        # Both were drawn, and escaped where that is needed, by the template engine just now.
        return _Part(
            mark_safe(html.strip()),  # noqa: S308
            mark_safe(tidy(text)),  # noqa: S308
            tuple(update["title"] for update in updates),
        )


def _ask_url(facts: ClassFacts) -> str:
    if not facts.ask:
        return ""
    subject = _("Question about %(class)s") % {"class": facts.name}
    return f"mailto:{quote(facts.ask, safe='@')}?subject={quote(subject)}"
