"""Finding what stands in the texts of pages, updates and posts: Wagtail's own index.

On PostgreSQL the entries are read straight from it, and no more of them than are worth it: to weigh
every update that says "fractions" takes a second in a large district.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet
from wagtail.search.query import And, Or, PlainText, SearchQuery

from ..models import SchoolPage
from .asking import Phrase, Term
from .models import Findable
from .named import Narrowed
from .own_pages import found_by_name

MOST: Final = 100
# Among the entries are drafts and what was taken down.
_READ: Final = 300
# Of a word that stands in more entries than these, any of them are as good as the newest.
_COMPARED: Final = 2000

# By the index of what is compared and no other way: to look into an entry costs far more than
# PostgreSQL thinks, so it would rather read the table from one end until it has enough.
_BY_THE_INDEX: Final = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off"
_ENTRIES: Final = """
    WITH found AS MATERIALIZED (
        SELECT id, object_id, content_type_id FROM wagtailsearch_indexentry
        WHERE (title || body) @@ to_tsquery(%s) LIMIT %s
    )
    SELECT object_id FROM found WHERE content_type_id = ANY(%s) ORDER BY id DESC LIMIT %s
"""
_OF_ONE_SCHOOL: Final = """
    SELECT entry.object_id FROM wagtailsearch_indexentry AS entry
    JOIN wagtailcore_page AS page ON page.id::varchar(50) = entry.object_id
    WHERE (entry.title || entry.body) @@ to_tsquery(%s) AND entry.content_type_id = ANY(%s)
        AND page.path LIKE %s
    ORDER BY entry.id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page in which it stands."""

    pk: int
    path: str
    content_type: int

    @property
    def above(self) -> str:
        return self.path[: -Page.steplen]


def ids_with(
    terms: Sequence[Term], narrowed: Narrowed, public: PageQuerySet, without: Sequence[int]
) -> list[int]:
    """The ids of those of the public pages in which all of it stands, pages that have a name first,
    then the newest."""
    if not terms:
        return []
    pages, school = public, ""
    if narrowed.school:
        schools = SchoolPage.objects.filter(pk=narrowed.school)
        school = schools.values_list("path", flat=True).first() or ""
        pages = pages.filter(path__startswith=school)
    if connection.vendor == "postgresql":
        rows = pages.filter(pk__in=_entries(terms, school))
        hits = [Hit(*row) for row in rows.values_list("pk", "path", "content_type_id")]
    else:
        found = pages.search(_query(terms))[:_READ]
        hits = [Hit(page.pk, page.path, page.content_type_id) for page in found]
    if narrowed.grade:
        hits = _of_grade(narrowed.grade, hits)
    named = {
        ContentType.objects.get_by_natural_key(*label.split(".")).pk for label in found_by_name()
    }
    hits.sort(key=lambda hit: (hit.content_type not in named, -hit.pk))
    shown = set(without)
    return [hit.pk for hit in hits if hit.pk not in shown][:MOST]


def _entries(terms: Sequence[Term], school: str) -> list[int]:
    types = [kind.pk for kind in ContentType.objects.get_for_models(*get_page_models()).values()]
    query = " & ".join(
        "(" + " | ".join(" & ".join(phrase) for phrase in term.in_texts) + ")" for term in terms
    )
    with transaction.atomic(), connection.cursor() as cursor:
        if school:
            cursor.execute(_OF_ONE_SCHOOL, [query, types, f"{school}%", _READ])
            return [int(row[0]) for row in cursor.fetchall()]
        cursor.execute(_BY_THE_INDEX)
        cursor.execute(_ENTRIES, [query, _COMPARED, types, _READ])
        found = [int(row[0]) for row in cursor.fetchall()]
        transaction.set_rollback(True)  # nothing was written, and the settings are as before
        return found


def _query(terms: Sequence[Term]) -> SearchQuery:
    def phrase(words: Phrase) -> SearchQuery:
        return And([PlainText(word) for word in words])

    return And([Or([phrase(words) for words in term.in_texts]) for term in terms])


def _of_grade(grade: str, hits: Sequence[Hit]) -> list[Hit]:
    """Those right below a class of the grade."""
    classes = Findable.objects.filter(kind="class", grades__contains=f" {grade} ")
    paths = classes.filter(page__path__in={hit.above for hit in hits})
    of_grade = set(paths.values_list("page__path", flat=True))
    return [hit for hit in hits if hit.above in of_grade]
