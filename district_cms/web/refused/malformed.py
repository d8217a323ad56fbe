"""Requests that no form of the editor sends are refused at its door.

Wagtail reads some values of a form before any field has looked at them: how many rows there are,
which rows, where to go afterwards. What cannot be read there ends in "Server Error", and PostgreSQL
takes no zero byte at all. A browser never sends such a thing; who does gets a plain answer.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDictKeyError
from django.views.defaults import bad_request

from ..visitors import in_editor, is_own_path
from .keys import key_in

MOST_ROWS: Final = 9999
_ROWS: Final = frozenset({"id", "target_pages[]", "new_parent_page", "childOf", "collection_id"})
"""Parameters by which Wagtail's own screens name rows."""
_COUNT: Final = re.compile(r".+-(?:TOTAL|INITIAL)_FORMS")
_INITIAL: Final = "-INITIAL_FORMS"
GetResponse = Callable[[HttpRequest], HttpResponse]


class MalformedRequests:
    """Answers 400 for what is malformed in a request to the editor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if in_editor(request):
            try:
                check_sent(request.GET, all_rows="/bulk/" in request.path)
                check_sent(request.POST)
            except BadRequest as error:
                return bad_request(request, error)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A field that is missing although its form always sends it, and a number that no row
        has, at which SQLite stops."""
        if in_editor(request) and isinstance(error, (MultiValueDictKeyError, OverflowError)):
            return bad_request(request, error)
        return None


def check_sent(sent: QueryDict, *, all_rows: bool = False) -> None:
    """Raise `BadRequest` for what no form of the editor sends. `all_rows`: whether the screen takes
    "all" for the numbers of its rows."""
    for name, values in sent.lists():
        for value in (name, *values):
            if isinstance(value, str) and "\0" in value:
                raise BadRequest("a zero byte")
        if _COUNT.fullmatch(name) and not all(_is_count(value) for value in values):
            raise BadRequest("no number of rows")
        if all_rows and name == "id" and values == ["all"]:
            continue
        if name in _ROWS and not all(_is_row(value, name) for value in values):
            raise BadRequest("no number of a row")
    for name in ("next", "next_url"):
        if any(value and not is_own_path(str(value)) for value in sent.getlist(name)):
            raise BadRequest("no address of this site")
    for key in _keys_of_rows(sent):
        if any(value and key_in(str(value)) is None for value in sent.getlist(key)):
            raise BadRequest("no number of a row")


def _is_count(value: str) -> bool:
    number = key_in(value)
    return number is not None and number <= MOST_ROWS


def _is_row(value: str, name: str) -> bool:
    return key_in(value) is not None or (value == "" and name != "id")


def _keys_of_rows(sent: QueryDict) -> Iterator[str]:
    """The names under which rows of lists of forms say which ones they are."""
    for name in sent:
        if name.endswith(_INITIAL):
            prefix = name.removesuffix(_INITIAL)
            own = re.compile(rf"{re.escape(prefix)}-\d+-id")
            yield from (key for key in sent if own.fullmatch(key))
