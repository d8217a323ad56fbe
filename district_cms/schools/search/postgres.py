"""What the search needs of PostgreSQL beyond tables: made after every migration, see
`schools.indexes`, and looked for by a check."""

from collections.abc import Mapping
from typing import Any, Final

from django.core import checks
from django.db import ProgrammingError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

VECTOR: Final = "schools_findable_vector"
TRIGRAMS: Final = "schools_searchedword_trigrams"
TEXTS: Final = "schools_texts_with"
TEXTS_OF_SCHOOL: Final = "schools_texts_of_school"
NAMES: Final = "schools_named_with"

# What a page is called weighs more than what it has to do with.
_COLUMN: Final = """
    ALTER TABLE schools_findable ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', names), 'A') || setweight(to_tsvector('simple', about), 'B')
    ) STORED
"""
_INDEX: Final = f"CREATE INDEX IF NOT EXISTS {VECTOR} ON schools_findable USING gin (vector)"
_TRIGRAM_INDEX: Final = (
    f"CREATE INDEX IF NOT EXISTS {TRIGRAMS} ON schools_searchedword USING gin (word gin_trgm_ops)"
)

# By the index of what is compared and no other way: to look into an entry costs far more than
# PostgreSQL thinks, so it would rather read the table from one end until it has enough.
BY_THE_INDEX: Final = {"enable_seqscan": "off", "enable_indexscan": "off"}
ENTRIES: Final = """
    WITH found AS MATERIALIZED (
        SELECT id, object_id, content_type_id FROM wagtailsearch_indexentry
        WHERE (title || body) @@ to_tsquery({words}) LIMIT {compared}
    )
    SELECT object_id::integer FROM found
    WHERE content_type_id = ANY({kinds}) ORDER BY id DESC LIMIT {most}
"""
# Of one school all entries are read and compared with its pages: as quick by one process, and the
# others, which PostgreSQL would start for it, take longer to come than that.
BY_ITSELF: Final = {"max_parallel_workers_per_gather": "0"}
# The paths of pages are of digits and capitals, which come before a brace.
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
"""What is called so comes first, then the first kinds."""


def _function(
    name: str, takes: str, gives: str, rows: int, settings: Mapping[str, str], asked: str
) -> str:
    """The statement that makes one; `rows` is how many PostgreSQL expects of it.

    Settings for one statement are part of a function and of nothing else: sent beside the question
    they would be four statements more.
    """
    by = " ".join(f"SET {setting} = {value}" for setting, value in settings.items())
    return f"""
        CREATE OR REPLACE FUNCTION {name}({takes}) RETURNS {gives}
        LANGUAGE sql STABLE ROWS {rows} {by} AS $${asked}$$
    """


_IDS: Final = "SETOF integer"
_FOUND: Final = """TABLE (
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
# Of arguments and columns with one name a function takes the column, so these are numbers. What is
# asked is given ready: of a text it would be made anew for each row.
_NAMES_FUNCTION: Final = _function(
    NAMES,
    "tsquery, tsquery, integer, text, varchar[], varchar[], integer",
    _FOUND,
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
    """On PostgreSQL: the column, its index, the functions, and the extension with its own index, if
    it may be made."""
    with using.cursor() as cursor:
        cursor.execute(_COLUMN)
        cursor.execute(_INDEX)
        cursor.execute(_NAMES_FUNCTION)
        # `migrate <app>` on an empty database has not made Wagtail's tables yet.
        if "wagtailsearch_indexentry" in using.introspection.table_names(cursor):
            cursor.execute(_TEXTS_FUNCTION)
            cursor.execute(_OF_SCHOOL_FUNCTION)
        try:
            with transaction.atomic(using=using.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except ProgrammingError:
            # The account may not; the check says so, and the search goes on without.
            return
        cursor.execute(_TRIGRAM_INDEX)


def has_trigrams() -> bool:
    """Whether the database compares words by their pieces. ParsedQuery until it does."""
    if connection.vendor == "postgresql" and connection.alias not in _with_trigrams:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
            _with_trigrams.update([connection.alias] if cursor.fetchone() else [])
    return connection.alias in _with_trigrams


def check_trigrams(databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Registered as a check of the database."""
    if not databases or connection.vendor != "postgresql" or has_trigrams():
        return []
    if "schools_findable" not in connection.introspection.table_names():
        return []  # before the first migration
    return [
        checks.Warning(
            "The search forgives fewer slips of the pen: the extension pg_trgm is missing.",
            hint="Let a superuser of PostgreSQL run CREATE EXTENSION pg_trgm in this database, "
            "then run manage.py migrate.",
            id="schools.W001",
        )
    ]
