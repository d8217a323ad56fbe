"""Wagtail's search of the database, with texts and questions compared without accents.

"Evaluación" is found by "evaluacion", and the reverse: texts are indexed without accents, and so is
what is asked for, whoever asks, families or the editor. In Python, because PostgreSQL's `unaccent`
is an extension, which a district's account may not be allowed to make, and SQLite has none.
"""

from collections.abc import Iterable
from copy import copy
from functools import cache
from typing import Any

from wagtail.search import index
from wagtail.search.backends import database
from wagtail.search.query import SearchQuery

from .words import plain


class _WithoutAccents:
    """What an index is given in place of an object: its key, and its texts without accents."""

    def __init__(self, item: Any) -> None:
        self.item = item
        self.pk = item.pk
        self._meta = item._meta

    def get_search_fields(self) -> list[Any]:
        return [_folded(field) for field in type(self.item).get_search_fields()]


def _folded(field: Any) -> Any:
    """The same field, which reads its object's texts without accents."""
    folded = copy(field)
    if isinstance(field, index.RelatedFields):
        folded.get_value = lambda item: field.get_value(_of(item))
        folded.fields = [_folded(inner) for inner in field.fields]
    elif isinstance(field, (index.SearchField, index.AutocompleteField)):
        folded.get_value = lambda item: _plain(field.get_value(_of(item)))
    return folded


def _of(item: Any) -> Any:
    return item.item if isinstance(item, _WithoutAccents) else item


def _plain(value: Any) -> Any:
    """Every text in a value that a field may have."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _asked(query: Any) -> Any:
    """What is asked for, without accents."""
    if isinstance(query, str):
        return plain(query)
    if not isinstance(query, SearchQuery):
        return query
    asked = copy(query)
    for name, value in vars(query).items():
        if isinstance(value, list | tuple):
            setattr(asked, name, [_asked(each) for each in value])
        elif name == "query_string" or isinstance(value, SearchQuery):
            setattr(asked, name, _asked(value))
    return asked


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  # the name that Wagtail looks for
    """The backend of the present database."""
    of_database: Any = type(database.SearchBackend(params))
    return _folding(of_database)(params)


@cache
def _folding(backend: Any) -> Any:
    class Index(backend.index_class):
        def add_items(self, model: Any, objects: Iterable[Any]) -> Any:
            return super().add_items(model, [_WithoutAccents(each) for each in objects])

    class Backend(backend):
        index_class = Index

        def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            return super().search(_asked(query), *args, **kwargs)

        def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            return super().autocomplete(_asked(query), *args, **kwargs)

    return Backend
