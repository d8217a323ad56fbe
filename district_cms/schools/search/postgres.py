"""Database objects beyond tables, created after every migration, and a check for them."""

from collections.abc import Mapping
from typing import Any, Final

from django.core import checks
from django.db import ProgrammingError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

VECTOR: Final = "schools_findable_vector"
TRIGRAMS: Final = "schools_searchedword_trigrams"
TEXTS: Final = "schools_texts_with"
TEXTS_OF_SCHOOL: Final = "schools_texts_of_school"
NAMES: Final = "schools_named_with"

# Names weigh more than other words.
_COLUMN: Final = """
    ALTER TABLE schools_findable ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', names), 'A') || setweight(to_tsvector('simple', about), 'B')
    ) STORED
"""
_INDEX: Final = f"CREATE INDEX IF NOT EXISTS {VECTOR} ON schools_findable USING gin (vector)"
_TRIGRAM_INDEX: Final = (
    f"CREATE INDEX IF NOT EXISTS {TRIGRAMS} ON schools_searchedword USING gin (word gin_trgm_ops)"
)

# Forces the text index: looking into an entry costs far more than PostgreSQL estimates, so it would
# rather scan the table until it has enough.
BY_THE_INDEX: Final = {"enable_seqscan": "off", "enable_indexscan": "off"}
ENTRIES: Final = """
    WITH found AS MATERIALIZED (
        SELECT id, object_id, content_type_id FROM wagtailsearch_indexentry
        WHERE (title || body) @@ to_tsquery({words}) LIMIT {compared}
    )
    SELECT object_id::integer FROM found
    WHERE content_type_id = ANY({kinds}) ORDER BY id DESC LIMIT {most}
"""
# For one school, all entries are compared with its pages. Parallel workers take longer to start
# than one process takes to finish.
BY_ITSELF: Final = {"max_parallel_workers_per_gather": "0"}
# Paths of pages consist of digits and capitals, which sort before a brace.
ENTRIES_OF_SCHOOL: Final = """
    SELECT page.id FROM wagtailsearch_indexentry AS entry
    JOIN wagtailcore_page AS page ON page.id::varchar(50) = entry.object_id
    WHERE (entry.title || entry.body) @@ to_tsquery({words})
        AND entry.content_type_id = ANY({kinds})
        AND page.path >= {below} AND page.path < {below} || '{{'
    ORDER BY entry.id DESC LIMIT {most}
"""
WEIGHED: Final = """
    SELECT key, page_id, kind, names, about, last_day FROM schools_findable
    WHERE vector @@ {everywhere}
        AND ({school} = 0 OR school_id = {school} OR page_id = {school} OR kind = 'document')
        AND ({grade} = '' OR strpos(grades, {grade}) > 0)
        AND (cardinality({kinds}) = 0 OR kind = ANY({kinds}))
    ORDER BY vector @@ {in_names} DESC, array_position({kinds_first}, kind)
    LIMIT {most}
"""
"""Name matches come first, then by kind."""


def _function(
    name: str, arguments: str, returns: str, rows: int, settings: Mapping[str, str], body: str
) -> str:
    """Returns the statement that creates a function. `rows` is the number of rows that PostgreSQL
    expects.

    Only a function can have settings for one statement; sent with each query they would be four
    more statements.
    """
    settings_sql = " ".join(f"SET {setting} = {value}" for setting, value in settings.items())
    return f"""
        CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS {returns}
        LANGUAGE sql STABLE ROWS {rows} {settings_sql} AS $${body}$$
    """


_IDS: Final = "SETOF integer"
_ROWS: Final = """TABLE (
    key varchar, page_id integer, kind varchar, names text, about text, last_day date
)"""
_TEXTS_FUNCTION: Final = _function(
    TEXTS,
    "words text, compared integer, kinds integer[], most integer",
    _IDS,
    300,
    BY_THE_INDEX,
    ENTRIES.format(words="words", compared="compared", kinds="kinds", most="most"),
)
_OF_SCHOOL_FUNCTION: Final = _function(
    TEXTS_OF_SCHOOL,
    "words text, below text, kinds integer[], most integer",
    _IDS,
    300,
    BY_ITSELF,
    ENTRIES_OF_SCHOOL.format(words="words", below="below", kinds="kinds", most="most"),
)
# In a function, a column's name hides an argument's, so these are numbers. The tsqueries are passed
# ready-made: built from text, they would be computed again for each row.
_NAMES_FUNCTION: Final = _function(
    NAMES,
    "tsquery, tsquery, integer, text, varchar[], varchar[], integer",
    _ROWS,
    250,
    BY_THE_INDEX,
    WEIGHED.format(
        everywhere="$1",
        in_names="$2",
        school="$3",
        grade="$4",
        kinds="$5",
        kinds_first="$6",
        most="$7",
    ),
)

_with_trigrams: set[str] = set()


def make(using: BaseDatabaseWrapper) -> None:
    """On PostgreSQL, creates the column, its index, the functions, and if permitted the extension
    and its index."""
    with using.cursor() as cursor:
        cursor.execute(_COLUMN)
        cursor.execute(_INDEX)
        cursor.execute(_NAMES_FUNCTION)
        # `migrate <app>` on an empty database has not created Wagtail's tables yet.
        if "wagtailsearch_indexentry" in using.introspection.table_names(cursor):
            cursor.execute(_TEXTS_FUNCTION)
            cursor.execute(_OF_SCHOOL_FUNCTION)
        try:
            with transaction.atomic(using=using.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except ProgrammingError:
            # The account may not create it. The check warns, and the search works without it.
            return
        cursor.execute(_TRIGRAM_INDEX)


def has_trigrams() -> bool:
    """Returns True if the database can compare words by trigrams. Queries until that is so."""
    if connection.vendor == "postgresql" and connection.alias not in _with_trigrams:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
            _with_trigrams.update([connection.alias] if cursor.fetchone() else [])
    return connection.alias in _with_trigrams


def check_trigrams(databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Warns if the extension pg_trgm is missing. Registered as a database check."""
    if not databases or connection.vendor != "postgresql" or has_trigrams():
        return []
    if "schools_findable" not in connection.introspection.table_names():
        return []  # before the first migration
    return [
        checks.Warning(
            "The search corrects fewer spelling mistakes: the extension pg_trgm is missing.",
            hint="Let a superuser of PostgreSQL run CREATE EXTENSION pg_trgm in this database, "
            "then run manage.py migrate.",
            id="schools.W001",
        )
    ]


# Indexes; SCHOOL_DEPTH in `frame` is the first level.
ADDRESSES = "schools_page_url_path"
FIRST_LEVEL = "schools_page_first_level"
SEARCHED_TEXT = "schools_searched_text"
PAGE_OF_ENTRY = "schools_page_id_as_text"
ROOT = "schools_page_root"
STEPS, RETURNED = "schools_steps_in_progress", "schools_steps_sent_back"

FIRST_LEVEL_OF_PAGES = ("wagtailcore_page", "(path) WHERE depth = 3")
# Small partial indexes for the editor: the root page, and of all review steps those in progress and
# those sent back.
FOR_EDITORS = {
    ROOT: ("wagtailcore_page", "(path) WHERE depth = 1"),
    STEPS: ("wagtailcore_taskstate", "(workflow_state_id) WHERE status = 'in_progress'"),
    RETURNED: ("wagtailcore_taskstate", "(workflow_state_id) WHERE status = 'rejected'"),
}

# {database: {name: (table, indexed expression)}}
INDEXES: dict[str, dict[str, tuple[str, str]]] = {
    "postgresql": {
        # A hash index, because addresses can be longer than a B-tree entry.
        ADDRESSES: ("wagtailcore_page", "USING hash (url_path)"),
        FIRST_LEVEL: FIRST_LEVEL_OF_PAGES,
        # The expression that Wagtail's search compares, and the one that joins pages.
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
    """Receives this app's `post_migrate`, which is sent when all tables exist."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        make(connection)
    with connection.cursor() as cursor:
        # `migrate <app>` on an empty database has not created Wagtail's tables yet.
        tables = set(connection.introspection.table_names(cursor))
        for name, (table, how) in INDEXES[connection.vendor].items():
            if table in tables:
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} {how}")
