"""Whether an address only chooses among what a list itself offers: its filters, orders and pages.

Nobody can put a word of their own into the answer by such an address: every value is one that the
list has on its screen. See ADR 0009.
"""

import re
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.generic.base import BaseListingView

_NUMBER_OF_A_PAGE: Final = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
_FRAGMENT: Final = "_w_filter_fragment"  # what Wagtail's scripts add
_SEARCH: Final = "q"
# Of fields that are two: a form that is sent as it stands names them, empty.
_ENDS: Final = ("", "_from", "_to", "_min", "_max")


def only_offers(request: HttpRequest, response: HttpResponse) -> bool:
    """Each pair of the query is one that the list offers, once, and written as we write it."""
    view = (getattr(response, "context_data", None) or {}).get("view")
    if not isinstance(view, BaseListingView):
        return False
    query = request.META.get("QUERY_STRING", "")
    pairs = parse_qsl(query, keep_blank_values=True)
    return (
        len(pairs) == len(set(pairs))
        and urlencode(pairs) == query
        and all(_is_offered(view, name, value) for name, value in pairs)
    )


def _is_offered(view: Any, name: str, value: str) -> bool:
    if name == view.page_kwarg:
        return _NUMBER_OF_A_PAGE.fullmatch(value) is not None
    if name == "ordering":
        return value in view.get_valid_orderings()
    if name == _FRAGMENT:
        return value in {"1", "true"}
    if name == _SEARCH:
        return not value
    form = view.filters.form if view.filters else None
    if form is None:
        return False
    if not value:
        return any(f"{field}{end}" == name for field in form.fields for end in _ENDS)
    return name in form.fields and name not in form.errors and value in _offers(form, name)


def _offers(form: forms.Form, name: str) -> set[str]:
    """The values of a field, as an address has them: of one that names rows, those that were found.
    None of one in which something is typed."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        chosen = form.cleaned_data.get(name) or ()
        rows = chosen if isinstance(field, forms.ModelMultipleChoiceField) else (chosen,)
        return {str(field.prepare_value(row)) for row in rows}
    if isinstance(field, forms.ChoiceField):
        return set(_values(field.choices))
    return {"true", "false"} if isinstance(field, forms.NullBooleanField) else set()


def _values(choices: Any) -> Any:
    for value, words in choices:
        if isinstance(words, (list, tuple)):
            yield from _values(words)  # a group
        else:
            yield str(value)
