"""The words of messages, stored once for all recipients."""

import uuid
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db import connection, models
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.web.bulk_sql import one_of

from ..rules.filling import new_nonce, tag

PARTS_TEXT, PARTS_HTML = "parts_text", "parts_html"


class Part(NamedTuple):
    """The words of a `ContentPart`: a light, read-only row, because a batch reads thousands."""

    text: str
    html: str
    sha256: str = ""


class MessageContent(models.Model):
    """The words that messages share: a whole message, or the frame around parts.

    `text`, `html` and the values of `headers` may contain tags with this row's nonce, for the parts
    and for what differs by recipient (see `rules.filling`). Never changes after a message with it
    was handed over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nonce = models.CharField(max_length=16, default=new_nonce, editable=False)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("words of messages")
        verbose_name_plural = _("words of messages")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.id)

    def with_parts(self, parts: Iterable[Part]) -> tuple[str, str]:
        """Returns text and HTML around these parts; the recipients' tags are still in them."""
        parts = list(parts)
        if not parts:
            return self.text, self.html
        # Each tag occurs once, in a text of its own, so inserted words are not searched for tags.
        return (
            self.text.replace(tag(PARTS_TEXT, self.nonce), "\n".join([p.text for p in parts])),
            self.html.replace(tag(PARTS_HTML, self.nonce), "\n".join([p.html for p in parts])),
        )

    def tagged(self, substitutions: Mapping[str, str]) -> dict[str, str]:
        """Returns the values by tag instead of by name."""
        return {tag(name, self.nonce): value for name, value in substitutions.items()}


class ContentPart(models.Model):
    """One class's news of one window in one language: rendered once and inserted into every digest
    that includes it. Never changes. `updates` contains the UUIDs of updates that it mentions
    without a `DigestItem`.

    `sha256` is the fingerprint of text and HTML as rendered, for the hand-over events of all
    messages with it; "" if the writer did not compute it. To look for changes, compute the
    fingerprint of the words instead.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.TextField()
    html = models.TextField()
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    updates = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("part of messages")
        verbose_name_plural = _("parts of messages")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.id)


def updates_in(parts: Iterable[str]) -> dict[str, set[UUID]]:
    """Returns the non-empty `updates` of these parts, by name. One query."""
    rows = ContentPart.objects.filter(pk__in=one_of(UUID, set(parts))).exclude(updates=[])
    return {str(pk): set(map(UUID, keys)) for pk, keys in rows.values_list("pk", "updates")}


def parts_with(updates: Iterable[UUID]) -> set[str]:
    """Returns the names of the parts whose `updates` contain any of these. One query."""
    mentions = models.Q(pk__in=())
    for key in updates:
        mentions |= models.Q(named__contains=str(key))
    rows = ContentPart.objects.annotate(named=Cast("updates", models.TextField()))
    return {str(pk) for pk in rows.filter(mentions).values_list("pk", flat=True)}


def parts_of(lists: Iterable[Iterable[str]]) -> dict[str, Part]:
    """Returns the parts that messages name, by name. One query."""
    wanted = {name for names in lists for name in names}
    if not wanted:
        return {}
    rows = ContentPart.objects.filter(pk__in=one_of(UUID, wanted))
    columns = ("text", "html", "sha256")
    if connection.vendor == "postgresql":
        # Converting each UUID to a string in Python costs more than reading its row.
        named = rows.annotate(name=Cast("pk", models.TextField())).values_list("name", *columns)
        return {row[0]: Part(*row[1:]) for row in named}
    return {str(row[0]): Part(*row[1:]) for row in rows.values_list("pk", *columns)}
