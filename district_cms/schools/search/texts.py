"""Finds words within the texts of pages, updates and posts, in Wagtail's own index.

On PostgreSQL this reads the index directly and limits the entries: ranking every update with
"fractions" takes a second in a large district.
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
from .words import words

MOST: Final = 100
# The entries include drafts and unpublished pages.
_READ: Final = 300
# For a word with more entries than this, any of them are as good as the newest.
_COMPARED: Final = 1000

_PAGES: Final = f"""
    SELECT page.id, page.path, page.content_type_id, page.title FROM {{entries}} AS entry (page_id)
    JOIN wagtailcore_page AS page ON page.id = entry.page_id
    WHERE {PUBLIC}
"""  # noqa: S608  # only constants
_WHOLE_SITE: Final = _PAGES.format(
    entries=f"{TEXTS}(%s::text, {_COMPARED}, %s::integer[], {_READ})"
)
_ONE_SCHOOL: Final = _PAGES.format(
    entries=f"{TEXTS_OF_SCHOOL}(%s::text, %s::text, %s::integer[], {_READ})"
)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with a matching text."""

    pk: int
    path: str
    content_type: int
    title: str

    @property
    def parent_path(self) -> str:
        return self.path[: -Page.steplen]


def find_in_texts(
    terms: Sequence[Term], filters: SearchFilter, without: Collection[str]
) -> list[Hit]:
    """Returns public pages whose text has all terms, except those with keys in `without`: first by
    title, then with a name, then the newest. One query, and one more for each of school and grade.
    """
    if not terms:
        return []
    school = ""
    if filters.school:
        schools = SchoolPage.objects.filter(pk=filters.school)
        school = schools.values_list("path", flat=True).first() or ""
    pages = (_postgres_pages if connection.vendor == "postgresql" else _sqlite_pages)(terms, school)
    if filters.grade:
        pages = _with_grade(filters.grade, pages)
    by_name = {
        ContentType.objects.get_by_natural_key(*label.split(".")).pk
        for label in indexed_types()
        if "curriculum" not in label
    }
    typed = {word for term in terms for word in term.typed}
    titled = {page.pk for page in pages if typed.issubset(words(page.title))}
    pages.sort(key=lambda page: (page.pk not in titled, page.content_type not in by_name, -page.pk))
    hits = (Hit(key_of(PAGE, page.pk), page.path, is_titled=page.pk in titled) for page in pages)
    return [hit for hit in hits if hit.key not in without][:MOST]


def _postgres_pages(terms: Sequence[Term], school: str) -> list[_Page]:
    """Queries PostgreSQL."""
    types = [kind.pk for kind in ContentType.objects.get_for_models(*get_page_models()).values()]
    query = " & ".join(
        "(" + " | ".join(" & ".join(phrase) for phrase in term.in_texts) + ")" for term in terms
    )
    with connection.cursor() as cursor:
        if school:
            cursor.execute(_ONE_SCHOOL, [query, school, types])
        else:
            cursor.execute(_WHOLE_SITE, [query, types])
        return [_Page(*row) for row in cursor.fetchall()]


def _sqlite_pages(terms: Sequence[Term], school: str) -> list[_Page]:
    """Queries SQLite, for trials; two more queries."""
    pages = Page.objects.live().public().filter(depth__gt=1, path__startswith=school)
    matches = pages.search(_query(terms))[:_READ]
    return [_Page(page.pk, page.path, page.content_type_id, page.title) for page in matches]


def _query(terms: Sequence[Term]) -> SearchQuery:
    def phrase(parts: Phrase) -> SearchQuery:
        return And([PlainText(word) for word in parts])

    return And([Or([phrase(words) for words in term.in_texts]) for term in terms])


def _with_grade(grade: str, pages: Sequence[_Page]) -> list[_Page]:
    """Returns the pages directly below a class of the grade."""
    classes = Findable.objects.filter(kind="class", grades__contains=f" {grade} ")
    paths = classes.filter(page__path__in={page.parent_path for page in pages})
    class_paths = set(paths.values_list("page__path", flat=True))
    return [page for page in pages if page.parent_path in class_paths]
