"""Wagtail's database search, with texts and queries compared without accents.

"Evaluación" is found by "evaluacion" and the reverse, because both the index and queries have no
accents, for families and editors. Done in Python, because PostgreSQL's `unaccent` is an extension
that a district's account may not be allowed to create, and SQLite has none.

Saving a page does not take longer in a large district, while Wagtail's index would read each text
five times, and the titles of all entries after every save.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from functools import cache
from typing import Any, Final

from django.core.cache import cache as cache_backend
from django.db.models import Avg, F
from django.db.models.functions import Length
from modelsearch.utils import get_content_type_pk
from wagtail.search import index
from wagtail.search.backends import database
from wagtail.search.models import IndexEntry
from wagtail.search.query import SearchQuery

from district_cms.web.text_folding import without_accents

_MEAN_TITLE: Final = "schools.search.mean_title"
_HOUR: Final = 60 * 60  # seconds


class _WithoutAccents:
    """Given to the index in place of an object: its key, and its texts without accents."""

    def __init__(self, item: Any) -> None:
        self.item = item
        self.pk = item.pk
        self._meta = item._meta

    def get_search_fields(self) -> list[Any]:
        return [_folded(field) for field in type(self.item).get_search_fields()]


def _folded(field: Any) -> Any:
    """Returns a copy of the field that reads its object's texts without accents."""
    folded = copy(field)
    if isinstance(field, index.RelatedFields):
        folded.get_value = lambda item: field.get_value(_object_of(item))
        folded.fields = [_folded(inner) for inner in field.fields]
    elif isinstance(field, (index.SearchField, index.AutocompleteField)):
        # Wagtail calls it for each column of the entry, and reading a page's text is half the work.
        folded.get_value = cache(lambda item: _plain(field.get_value(_object_of(item))))
    return folded


def _object_of(item: Any) -> Any:
    return item.item if isinstance(item, _WithoutAccents) else item


def _plain(value: Any) -> Any:
    """Removes accents from all texts in a field's value."""
    if isinstance(value, str):
        return without_accents(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _folded_query(query: Any) -> Any:
    """Returns the query without accents."""
    if isinstance(query, str):
        return without_accents(query)
    if not isinstance(query, SearchQuery):
        return query
    folded = copy(query)
    for name, value in vars(query).items():
        if isinstance(value, list | tuple):
            setattr(folded, name, [_folded_query(each) for each in value])
        elif name == "query_string" or isinstance(value, SearchQuery):
            setattr(folded, name, _folded_query(value))
    return folded


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  # the name that Wagtail expects
    """Returns the backend of the current database, extended."""
    backend: Any = type(database.SearchBackend(params))
    return _folding(backend)(params)


def _title_length() -> float:
    """Returns the mean number of words in a title, 0.0 if there are none. Cached for an hour once
    there are titles."""
    mean = cache_backend.get(_MEAN_TITLE)
    if mean is None:
        titles = IndexEntry._default_manager.annotate(words=Length("title")).filter(words__gt=0)
        mean = titles.aggregate(mean=Avg("words"))["mean"]
        if mean is None:
            return 0.0
        cache_backend.set(_MEAN_TITLE, mean, _HOUR)
    return float(mean)


def _weigh_titles(model: Any, items: Sequence[_WithoutAccents]) -> None:
    """Gives short titles more weight, as Wagtail does, but only updates these entries."""
    IndexEntry._default_manager.filter(
        content_type_id=get_content_type_pk(model), object_id__in=[str(item.pk) for item in items]
    ).annotate(words=Length("title")).filter(words__gt=0).update(
        title_norm=_title_length() / F("words")
    )


@cache
def _folding(backend: Any) -> Any:
    class Index(backend.index_class):
        def add_items(self, model: Any, objects: Iterable[Any]) -> None:
            items = [_WithoutAccents(each) for each in objects]
            super().add_items(model, items)
            if items:
                _weigh_titles(model, items)

        def _refresh_title_norms(self, full: bool = False) -> None:
            """Wagtail calls this after each save; `add_items` has done it already."""
            if full:
                super()._refresh_title_norms(full=True)

    class Backend(backend):
        index_class = Index

        def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            return super().search(_folded_query(query), *args, **kwargs)

        def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            return super().autocomplete(_folded_query(query), *args, **kwargs)

    return Backend
