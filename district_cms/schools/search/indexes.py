"""Indexes that the site needs on tables of Wagtail's: addresses, the first level, search, and what
waits for a review.

Without them every public page, every search and every principal's home reads a whole table. They
are made after every migration, because they belong to no migration of ours, and because SQLite
drops those it does not know from Django when a migration remakes a table.
"""

from typing import Any

from django.db import connections

from . import postgres

# By what their pages are asked for; SCHOOL_DEPTH in `frame` is the first level.
ADDRESSES = "schools_page_url_path"
FIRST_LEVEL = "schools_page_first_level"
SEARCHED_TEXT = "schools_searched_text"
PAGE_OF_ENTRY = "schools_page_id_as_text"
ROOT = "schools_page_root"
STEPS, RETURNED = "schools_steps_in_progress", "schools_steps_sent_back"

FIRST_LEVEL_OF_PAGES = ("wagtailcore_page", "(path) WHERE depth = 3")
# One row, which the editor asks for, and few: of all steps of reviews that there ever were, those
# that wait and those that were sent back.
FOR_EDITORS = {
    ROOT: ("wagtailcore_page", "(path) WHERE depth = 1"),
    STEPS: ("wagtailcore_taskstate", "(workflow_state_id) WHERE status = 'in_progress'"),
    RETURNED: ("wagtailcore_taskstate", "(workflow_state_id) WHERE status = 'rejected'"),
}

# By database: name, table, what is indexed.
INDEXES: dict[str, dict[str, tuple[str, str]]] = {
    "postgresql": {
        # A hash, since an address can be longer than an entry of an ordinary index may be.
        ADDRESSES: ("wagtailcore_page", "USING hash (url_path)"),
        FIRST_LEVEL: FIRST_LEVEL_OF_PAGES,
        # The expression that Wagtail's search compares, and the one by which it joins pages.
        SEARCHED_TEXT: ("wagtailsearch_indexentry", "USING gin ((title || body))"),
        PAGE_OF_ENTRY: ("wagtailcore_page", "((id::varchar(50)))"),
        **FOR_EDITORS,
    },
    "sqlite": {
        ADDRESSES: ("wagtailcore_page", "(url_path)"),
        FIRST_LEVEL: FIRST_LEVEL_OF_PAGES,
        **FOR_EDITORS,
    },
}


def make_after_migrate(*, using: str, **kwargs: Any) -> None:
    """Receives `post_migrate` of this room, which is sent when every room's tables are there."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        postgres.make(connection)
    with connection.cursor() as cursor:
        # `migrate <app>` on an empty database has not made Wagtail's tables yet.
        there = set(connection.introspection.table_names(cursor))
        for name, (table, how) in INDEXES[connection.vendor].items():
            if table in there:
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} {how}")
