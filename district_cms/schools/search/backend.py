"""Wagtail's search of the database, with texts and questions compared without accents.

"Evaluación" is found by "evaluacion", and the reverse: texts are indexed without accents, and so is
what is asked for, whoever asks, families or the editor. In Python, because PostgreSQL's `unaccent`
is an extension, which a district's account may not be allowed to make, and SQLite has none.

Saving a page costs no more in a district with many: Wagtail's index reads each text five times, and
the titles of all entries after every save.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from functools import cache
from typing import Any, Final

from django.core.cache import cache as kept
from django.db.models import Avg, F
from django.db.models.functions import Length
from modelsearch.utils import get_content_type_pk
from wagtail.search import index
from wagtail.search.backends import database
from wagtail.search.models import IndexEntry
from wagtail.search.query import SearchQuery

from district_cms.web.letters import without_accents

_MEAN_TITLE: Final = "schools.search.mean_title"
_AN_HOUR: Final = 60 * 60  # seconds


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
        # Wagtail asks once for each column of the entry, and to read a page's text is half of it.
        folded.get_value = cache(lambda item: _plain(field.get_value(_of(item))))
    return folded


def _of(item: Any) -> Any:
    return item.item if isinstance(item, _WithoutAccents) else item


def _plain(value: Any) -> Any:
    """Every text in a value that a field may have."""
    if isinstance(value, str):
        return without_accents(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _asked(query: Any) -> Any:
    """What is asked for, without accents."""
    if isinstance(query, str):
        return without_accents(query)
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


def _title_length() -> float:
    """The mean of all titles, in words; 0.0 where there is none. Read once an hour, and again as
    long as there is none."""
    mean = kept.get(_MEAN_TITLE)
    if mean is None:
        titles = IndexEntry._default_manager.annotate(words=Length("title")).filter(words__gt=0)
        mean = titles.aggregate(mean=Avg("words"))["mean"]
        if mean is None:
            return 0.0
        kept.set(_MEAN_TITLE, mean, _AN_HOUR)
    return float(mean)


def _weigh_titles(model: Any, items: Sequence[_WithoutAccents]) -> None:
    """Let a short title count for more, as Wagtail does, but of these entries alone."""
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
            """What Wagtail calls after each save; `add_items` has done it already."""
            if full:
                super()._refresh_title_norms(full=True)

    class Backend(backend):
        index_class = Index

        def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            return super().search(_asked(query), *args, **kwargs)

        def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            return super().autocomplete(_asked(query), *args, **kwargs)

    return Backend
