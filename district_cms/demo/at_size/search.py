"""The search index in bulk: what Wagtail's backend writes, once for each text.

What search reads of an update depends on its text alone. So the backend indexes each text once,
under a key that no page has, and the database copies that row for every update with this text.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from classroom.models import UpdatePage

OBJECTS_A_STATEMENT = 500
VECTORS = ("title", "autocomplete", "body", "title_text", "body_text")


class SearchWriter:
    def __init__(self) -> None:
        self._index = get_search_backend().get_index_for_model(UpdatePage)
        self._type = ContentType.objects.get_for_model(UpdatePage).pk
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE at_size_text (page_id bigint, piece integer) ON COMMIT DROP"
            )

    def add(self, objects: Iterable[Any]) -> None:
        """Index objects as the backend does it."""
        by_model = defaultdict(list)
        for each in objects:
            by_model[type(each)].append(each)
        for model, found in by_model.items():
            for some in batched(found, OBJECTS_A_STATEMENT):
                self._index.add_items(model, list(some))

    def add_texts(self, patterns: Iterable[tuple[int, UpdatePage]]) -> None:
        """Index each text, for the updates that follow; numbers are above zero."""
        for some in batched(patterns, OBJECTS_A_STATEMENT):
            for number, page in some:
                page.pk = -number
            self.add(page for _number, page in some)

    def note(self, updates: Sequence[tuple[int, int]]) -> None:
        """Remember pairs of an update's page and its text."""
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY at_size_text (page_id, piece) FROM STDIN") as copy,
        ):
            for row in updates:
                copy.write_row(row)

    def finish(self) -> None:
        """Write the entries of all updates, and weigh titles as a rebuilt index does."""
        quote = connection.ops.quote_name
        table = quote(IndexEntry._meta.db_table)
        columns = ", ".join(map(quote, VECTORS))
        copied = ", ".join(f"text.{quote(name)}" for name in VECTORS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (content_type_id, object_id, title_norm, {columns}) "  # noqa: S608
                f"SELECT %s, held.page_id::text, 1.0, {copied} FROM at_size_text AS held "
                f"JOIN {table} AS text ON text.content_type_id = %s "
                "AND text.object_id = (-held.piece)::text",
                [self._type, self._type],
            )
            cursor.execute(
                f"DELETE FROM {table} WHERE content_type_id = %s AND object_id LIKE '-%%'",  # noqa: S608
                [self._type],
            )
        self._index._refresh_title_norms(full=True)
