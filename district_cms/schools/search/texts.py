"""Finding what stands in the texts of pages, updates and posts: Wagtail's own index.

On PostgreSQL the entries are read straight from it, the newest first and no more than are shown:
to weigh every update that says "fractions" takes a second in a large district.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q
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

_ENTRIES: Final = """
    SELECT object_id FROM wagtailsearch_indexentry
    WHERE (title || body) @@ to_tsquery(%s) AND content_type_id = ANY(%s)
    ORDER BY id DESC LIMIT %s
"""
_OF_ONE_SCHOOL: Final = """
    SELECT entry.object_id FROM wagtailsearch_indexentry AS entry
    JOIN wagtailcore_page AS page ON page.id::varchar(50) = entry.object_id
    WHERE (entry.title || entry.body) @@ to_tsquery(%s) AND entry.content_type_id = ANY(%s)
        AND page.path LIKE %s
    ORDER BY entry.id DESC LIMIT %s
"""


def pages_with(
    terms: Sequence[Term], narrowed: Narrowed, public: PageQuerySet, without: Sequence[Page]
) -> list[Page]:
    """Those of the public pages in which all of it stands, pages that have a name first, then the
    newest."""
    if not terms:
        return []
    pages, school = public, ""
    if narrowed.school:
        schools = SchoolPage.objects.filter(pk=narrowed.school)
        school = schools.values_list("path", flat=True).first() or ""
        pages = pages.filter(path__startswith=school)
    pages = pages.filter(_of_grade(narrowed.grade)) if narrowed.grade else pages
    if connection.vendor == "postgresql":
        hits = list(pages.filter(pk__in=_entries(terms, school)))
    else:
        hits = list(pages.search(_query(terms))[:_READ])
    named = {
        ContentType.objects.get_by_natural_key(*label.split(".")).pk for label in found_by_name()
    }
    hits.sort(key=lambda page: (page.content_type_id not in named, -page.pk))
    shown = {page.pk for page in without}
    return [page for page in hits if page.pk not in shown][:MOST]


def _entries(terms: Sequence[Term], school: str) -> list[int]:
    types = [kind.pk for kind in ContentType.objects.get_for_models(*get_page_models()).values()]
    query = " & ".join(
        "(" + " | ".join(" & ".join(phrase) for phrase in term.in_texts) + ")" for term in terms
    )
    with connection.cursor() as cursor:
        if school:
            cursor.execute(_OF_ONE_SCHOOL, [query, types, f"{school}%", _READ])
        else:
            cursor.execute(_ENTRIES, [query, types, _READ])
        return [int(row[0]) for row in cursor.fetchall()]


def _query(terms: Sequence[Term]) -> SearchQuery:
    def phrase(words: Phrase) -> SearchQuery:
        return And([PlainText(word) for word in words])

    return And([Or([phrase(words) for words in term.in_texts]) for term in terms])


def _of_grade(grade: str) -> Q:
    """Below a class of the grade."""
    above = Findable.objects.filter(kind="class", grades__contains=f" {grade} ")
    paths = above.values_list("page__path", flat=True)
    return reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=[]))
