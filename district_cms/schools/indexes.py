"""Indexes that the public site needs on tables of Wagtail's: addresses, the first level, search.

Without them every public page and every search reads a whole table. They are made after every
migration, because they belong to no migration of ours, and because SQLite drops those it does
not know from Django when a migration remakes a table.
"""

from typing import Any

from django.db import connections

# By what their pages are asked for; SCHOOL_DEPTH in `frame` is the first level.
ADDRESSES = "schools_page_url_path"
FIRST_LEVEL = "schools_page_first_level"
SEARCHED_TEXT = "schools_searched_text"
PAGE_OF_ENTRY = "schools_page_id_as_text"

FIRST_LEVEL_OF_PAGES = ("wagtailcore_page", "(path) WHERE depth = 3")

# By database: name, table, what is indexed.
INDEXES: dict[str, dict[str, tuple[str, str]]] = {
    "postgresql": {
        # A hash, since an address can be longer than an entry of an ordinary index may be.
        ADDRESSES: ("wagtailcore_page", "USING hash (url_path)"),
        FIRST_LEVEL: FIRST_LEVEL_OF_PAGES,
        # The expression that Wagtail's search compares, and the one by which it joins pages.
        SEARCHED_TEXT: ("wagtailsearch_indexentry", "USING gin ((title || body))"),
        PAGE_OF_ENTRY: ("wagtailcore_page", "((id::varchar(50)))"),
    },
    "sqlite": {ADDRESSES: ("wagtailcore_page", "(url_path)"), FIRST_LEVEL: FIRST_LEVEL_OF_PAGES},
}


def make_after_migrate(*, using: str, **kwargs: Any) -> None:
    """Receives `post_migrate` of this room, which is sent when every room's tables are there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        # `migrate <app>` on an empty database has not made Wagtail's tables yet.
        there = set(connection.introspection.table_names(cursor))
        for name, (table, how) in INDEXES[connection.vendor].items():
            if table in there:
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} {how}")
