"""Posts as messages tell them: nothing that the public page does not say to everyone."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import Left, Length, RowNumber
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.rich_text import get_text_for_indexing

from classroom.presentation.sentences import whole_sentences
from classroom.presentation.telling import told_events
from classroom.presentation.update_parts import public_events
from district_cms.schools.richtext import language_of_all

from ..models import PostPage

# Enough to know what it is about. The rest is one click away.
WORDS = 45
WORDS_OF_A_LINE = 24


def posts(page_uuids: Iterable[UUID]) -> dict[UUID, PostPage]:
    """Live posts by their UUID. No query without UUIDs."""
    keys = list(page_uuids)
    if not keys:
        return {}
    pages = PostPage.objects.live().filter(translation_key__in=keys)
    return {page.translation_key: page for page in pages}


def newest(by_path: Mapping[str, UUID]) -> dict[UUID, UUID]:
    """The newest live post of each of these activities, by the path of their pages, that has any:
    the newest of all first. One query, none without paths."""
    if not by_path:
        return {}
    newest_first = (F("first_published_at").desc(), F("path").desc())
    rows = (
        PostPage.objects.live()
        .public()
        .annotate(activity=Left("path", Length("path") - PostPage.steplen))
        .filter(activity__in=by_path)
        .annotate(place=Window(RowNumber(), partition_by=[F("activity")], order_by=newest_first))
        .filter(place=1)
        .order_by(*newest_first)
    )
    return {by_path[path]: key for path, key in rows.values_list("activity", "translation_key")}


def told(post: PostPage) -> dict[str, Any]:
    """What a message says of a post, in the language that is active: the same as of an update of a
    class, which has a period and assignments besides."""
    text, language = _text_of(post)
    return {
        "title": post.title,
        "language": post.content_language,
        "learning_language": language,
        "url": post.full_url or "",
        "is_post": True,
        "period": "",
        "learning": whole_sentences(text, WORDS),
        "assignments": [],
        "events": told_events(public_events(post)),
    }


def day_of(post: PostPage) -> dt.date:
    """The day on which it went live, in the district's zone; of a draft the present one."""
    return timezone.localdate(post.first_published_at or timezone.now())


def excerpt_of(post: PostPage) -> tuple[str, str]:
    """The beginning of what it says, for a list, and the language of that."""
    text, language = _text_of(post)
    return Truncator(text).words(WORDS_OF_A_LINE, truncate=" …"), language


def _text_of(post: PostPage) -> tuple[str, str]:
    prose = [str(raw["value"]) for raw in post.body.raw_data if raw["type"] == "prose"]
    text = " ".join(" ".join(get_text_for_indexing(html) for html in prose).split())
    language = language_of_all("".join(prose)) or post.content_language
    return text, language
