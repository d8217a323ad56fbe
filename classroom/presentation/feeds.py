"""Atom feeds (RFC 4287) of a class, and of other pages with posts.

No personal data beyond what the page shows."""

from typing import Any

from django.conf import settings
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from wagtail.rich_text import get_text_for_indexing

from district_cms.checks.controls import without_controls
from district_cms.web.mail import site_root

ENTRIES = 20
also_in_feed = Signal()
"""Sent with the `page` of a feed. Receivers return further entries as arguments of `add_item`."""


class _Feed(Atom1Feed):
    """Marks entries in another language than the feed."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        is_other = item["language"] != self.feed["language"]
        return {"xml:lang": item["language"]} if is_other else {}


def atom_response(page: Any, request: HttpRequest, posts: Any, text: str) -> HttpResponse:
    """Returns the newest of the `posts` of `page`, one entry each, summarized by the prose blocks
    of the field `text`. Absolute URLs with the site's canonical host name; times in UTC."""
    feed = _Feed(
        title=without_controls(page.title),
        link=page.get_full_url(),
        feed_url=site_root() + request.path,
        description="",  # Atom has no description; entries are in the content's language
        language="en",
        # RFC 4287 requires an author; the district is responsible for its pages.
        author_name=settings.DISTRICT_NAME,
        feed_guid=f"urn:uuid:{page.translation_key}",  # the address changes with a teacher's name
    )
    answers: Any = also_in_feed.send(sender=type(page), page=page)
    for entry in (each for _receiver, entries in answers for each in entries):
        feed.add_item(**entry)
    for update in posts[:ENTRIES]:
        feed.add_item(
            title=without_controls(update.title),
            link=update.get_full_url(),
            unique_id=f"urn:uuid:{update.translation_key}",
            description=escape(_summary(getattr(update, text))),  # readers parse it as HTML
            pubdate=update.first_published_at,
            updateddate=update.last_published_at,
            language=update.content_language,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def _summary(stream: Any) -> str:
    texts = [str(raw["value"]) for raw in stream.raw_data if raw["type"] == "prose"]
    return without_controls(get_text_for_indexing(" ".join(texts))).strip()
