"""Drawing digests by email: HTML and plain text, in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.web.mail import Office, ascii_html, draw, one_line, site_root

from ..families import links
from ..models import MessageContent, MessageWording
from ..models.contents import PARTS_HTML, PARTS_TEXT
from ..rules.filling import new_nonce, tag
from ..services.bulk import Draft, Words
from ..services.wording import own_words
from ..sources import ClassFacts
from .build import Digest, Group
from .lines import Told
from .parts import FOLDER, MOST_KEPT, Coming, Parts

STOP, PREFERENCES = "stop_url", "preferences_url"
FAMILY_PAGE = "family_page_url"
# The templates that have words of the office.
OWN_WORDS: Final = {
    "digest": MessageWording.Kind.DIGEST,
    "welcome": MessageWording.Kind.WELCOME,
}
LONGEST_SUBJECT: Final = 998
SHOWN_OF_SUBJECT: Final = 70
"""About so many letters of a subject a phone shows: more classes than fit there are counted."""


class DigestRenderer:
    """Draws the digests of one run: the frame once in each language, each class's part once, and
    for each family only which parts it gets and its own links.

    `told` is what messages say of each update, by language, `coming` the updates of each class that
    have a day in the week to come, `day` the date of the digests, `at`
    (aware; the present by default) the moment whose words of the office they have. Frames are
    written to the database when they are first needed, parts by `save_parts`.
    """

    def __init__(
        self,
        classes: Mapping[UUID, ClassFacts],
        told: Told,
        office: Office,
        *,
        day: date,
        reply_to: str,
        at: datetime | None = None,
        coming: Coming | None = None,
    ) -> None:
        self._classes = classes
        self._parts = Parts(classes, told, day, coming or {}, office)
        self._office = office
        self._reply_to = reply_to
        self._at = at
        self._root = site_root()
        self._frames: dict[tuple[str, date | None], UUID] = {}
        self._new_in: dict[str, tuple[str, str]] = {}
        self._words: dict[tuple[Any, ...], tuple[Words, str]] = {}

    def save_parts(self) -> None:
        """Write the parts that were drawn since the last time: see `Parts.save`."""
        self._parts.save()

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
                STOP: links.stop_url(recipient.subscriber, self._root),
                PREFERENCES: links.preferences_url(recipient.subscriber, root=self._root),
                FAMILY_PAGE: links.family_page_url(recipient.subscriber, self._root),
            },
            subscriber_uuid=recipient.subscriber,
        )

    def _words_of(self, digest: Digest, missed_since: date | None) -> tuple[Words, str]:
        language = digest.recipient.language
        others = self._parts.coming_in(digest.others)
        key = (language, missed_since, digest.groups, others)
        known = self._words.get(key)
        if known is None:
            words = Words(
                subject=self._subject(digest),
                content=self._frame(language, missed_since),
                parts=self._parts.names(digest.groups, language, others),
                from_email=settings.CLASS_MAIL_FROM,
                reply_to=self._reply_to,
                near=self._parts.near(digest.groups),
            )
            known = (words, words.name)
            if len(digest.groups) == 1 or len(self._words) < MOST_KEPT:
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
        own = OWN_WORDS.get(template)
        said = own_words(own, language, at=self._at) if own else None
        drawn = draw(
            f"{FOLDER}/{template}",
            language=language,
            office=self._office,
            subject=title,
            # Tags hold small letters, digits, "-", "_" and "." only.
            parts_html=mark_safe(tag(PARTS_HTML, nonce)),  # noqa: S308
            parts_text=mark_safe(tag(PARTS_TEXT, nonce)),  # noqa: S308
            own=said,
            preferences_url=tag(PREFERENCES, nonce),
            family_page_url=tag(FAMILY_PAGE, nonce),
            stop_url=tag(STOP, nonce),
            **context,
        )
        content = MessageContent.objects.create(
            nonce=nonce,
            wording=said.version if said else None,
            text=drawn.text,
            html=ascii_html(drawn.html),
            headers={
                "List-Unsubscribe": f"<{tag(STOP, nonce)}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "List-Id": f"<class-updates.{links.host()}>",
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
        return content.pk

    def _subject(self, digest: Digest) -> str:
        """One line that says what is in it: the one update, the one class, or which."""
        return one_line(self._said(digest))[:LONGEST_SUBJECT]

    def _said(self, digest: Digest) -> str:
        language = digest.recipient.language
        if len(digest.groups) > 1:
            names = [self._classes[group.page].name for group in digest.groups]
            return new_in(names, self._phrases(language))
        with translation.override(language):
            return self._about_one(digest.groups[0], language)

    def _phrases(self, language: str) -> tuple[str, str]:
        known = self._new_in.get(language)
        if known is None:
            with translation.override(language):
                known = self._new_in[language] = phrases()
        return known

    def _about_one(self, group: Group, language: str) -> str:
        name = self._classes[group.page].name
        titles = self._parts.titles(group, language)
        if len(titles) == 1:
            return f"{name}: {titles[0]}"
        return ngettext(
            "%(class)s: %(number)d new update", "%(class)s: %(number)d new updates", len(titles)
        ) % {"class": name, "number": len(titles)}


def phrases() -> tuple[str, str]:
    """Of a subject, in the language that is active: for classes that are all named, and for more
    than those."""
    return (
        _("New in %(first)s and %(second)s"),
        _("New in %(first)s and %(number)d more classes"),
    )


def new_in(names: Sequence[str], said: tuple[str, str]) -> str:
    """ "New in Math 3, Art and Band 6", of two classes or more, with these `phrases`. Of many it
    names those for which there is room, and counts the rest."""
    both, many = said
    whole = both % {
        "first": ", ".join(names[:-1]),
        "second": names[-1],
    }
    if len(names) == 2 or len(whole) <= SHOWN_OF_SUBJECT:
        return whole
    shown = 1
    # Never "and 1 more classes".
    while shown < len(names) - 2 and len(_counting(names, shown + 1, many)) <= SHOWN_OF_SUBJECT:
        shown += 1
    return _counting(names, shown, many)


def _counting(names: Sequence[str], shown: int, many: str) -> str:
    return many % {
        "first": ", ".join(names[:shown]),
        "number": len(names) - shown,
    }
