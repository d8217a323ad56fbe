"""Finding what stands in the texts of pages, updates and posts: Wagtail's own index.

On PostgreSQL the entries are read straight from it, and no more of them than are worth it: to weigh
every update that says "fractions" takes a second in a large district.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Page, get_page_models
from wagtail.search.query import And, Or, PlainText, SearchQuery

from ..models import SchoolPage
from .matching import Hit, SearchFilter
from .models import PAGE, Findable, key_of
from .postgres import TEXTS, TEXTS_OF_SCHOOL
from .query import Phrase, Term
from .sources import indexed_types
from .visibility import PUBLIC

MOST: Final = 100
# Among the entries are drafts and what was taken down.
_READ: Final = 300
# Of a word that stands in more entries than these, any of them are as good as the newest.
_COMPARED: Final = 1000

_PAGES: Final = f"""
    SELECT page.id, page.path, page.content_type_id FROM {{entries}} AS entry (page_id)
    JOIN wagtailcore_page AS page ON page.id = entry.page_id
    WHERE {PUBLIC}
"""  # noqa: S608  # of constants
_WHOLE_SITE: Final = _PAGES.format(
    entries=f"{TEXTS}(%s::text, {_COMPARED}, %s::integer[], {_READ})"
)
_OF_ONE_SCHOOL: Final = _PAGES.format(
    entries=f"{TEXTS_OF_SCHOOL}(%s::text, %s::text, %s::integer[], {_READ})"
)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page in which it stands."""

    pk: int
    path: str
    content_type: int

    @property
    def above(self) -> str:
        return self.path[: -Page.steplen]


def find_in_texts(
    terms: Sequence[Term], filters: SearchFilter, without: Collection[str]
) -> list[Hit]:
    """The pages that everyone may read in which all of it stands, but those whose keys are in
    `without`; those that have a name first, then the newest. One query; with a school or a grade
    one more for each."""
    if not terms:
        return []
    school = ""
    if filters.school:
        schools = SchoolPage.objects.filter(pk=filters.school)
        school = schools.values_list("path", flat=True).first() or ""
    found = (_asked if connection.vendor == "postgresql" else _looked_up)(terms, school)
    if filters.grade:
        found = _of_grade(filters.grade, found)
    by_name = {
        ContentType.objects.get_by_natural_key(*label.split(".")).pk for label in indexed_types()
    }
    found.sort(key=lambda page: (page.content_type not in by_name, -page.pk))
    hits = (Hit(key_of(PAGE, page.pk), page.path) for page in found)
    return [hit for hit in hits if hit.key not in without][:MOST]


def _asked(terms: Sequence[Term], school: str) -> list[_Page]:
    """By PostgreSQL."""
    types = [kind.pk for kind in ContentType.objects.get_for_models(*get_page_models()).values()]
    query = " & ".join(
        "(" + " | ".join(" & ".join(phrase) for phrase in term.in_texts) + ")" for term in terms
    )
    with connection.cursor() as cursor:
        if school:
            cursor.execute(_OF_ONE_SCHOOL, [query, school, types])
        else:
            cursor.execute(_WHOLE_SITE, [query, types])
        return [_Page(*row) for row in cursor.fetchall()]


def _looked_up(terms: Sequence[Term], school: str) -> list[_Page]:
    """By what the database of a trial has; two queries more."""
    pages = Page.objects.live().public().filter(depth__gt=1, path__startswith=school)
    found = pages.search(_query(terms))[:_READ]
    return [_Page(page.pk, page.path, page.content_type_id) for page in found]


def _query(terms: Sequence[Term]) -> SearchQuery:
    def phrase(words: Phrase) -> SearchQuery:
        return And([PlainText(word) for word in words])

    return And([Or([phrase(words) for words in term.in_texts]) for term in terms])


def _of_grade(grade: str, pages: Sequence[_Page]) -> list[_Page]:
    """Those right below a class of the grade."""
    classes = Findable.objects.filter(kind="class", grades__contains=f" {grade} ")
    paths = classes.filter(page__path__in={page.above for page in pages})
    of_grade = set(paths.values_list("page__path", flat=True))
    return [page for page in pages if page.above in of_grade]
