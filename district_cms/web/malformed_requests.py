"""Answers 400, not a server error, to requests that no form of the editor sends."""

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDictKeyError
from django.views.defaults import bad_request
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks import ChooserBlock, ListBlock
from wagtail.blocks.stream_block import BaseStreamBlock

from .keys import key_in
from .middleware import GetResponse
from .visitors import in_editor, is_own_path

MOST_ROWS: Final = 9999
_ROWS: Final = frozenset({"id", "target_pages[]", "new_parent_page", "childOf", "collection_id"})
"""Parameters of Wagtail's own screens that contain row keys."""
_COUNT: Final = re.compile(r".+-(?:TOTAL|INITIAL)_FORMS")
_INITIAL: Final = "-INITIAL_FORMS"


class MalformedRequests:
    """Answers 400 to malformed requests to the editor."""

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
        """Answers 400 for a missing field that the form always sends, and for a key that no row can
        have, which raises OverflowError on SQLite."""
        if in_editor(request) and isinstance(error, (MultiValueDictKeyError, OverflowError)):
            return bad_request(request, error)
        return None


def check_sent(sent: QueryDict, *, all_rows: bool = False) -> None:
    """Raises `BadRequest` for data that no form of the editor sends. `all_rows`: the screen accepts
    "all" as the keys of its rows."""
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
    """Yields the names of the fields with the row keys of formsets."""
    for name in sent:
        if name.endswith(_INITIAL):
            prefix = name.removesuffix(_INITIAL)
            own = re.compile(rf"{re.escape(prefix)}-\d+-id")
            yield from (key for key in sent if own.fullmatch(key))


class NotOfTheEditor(BadRequest, ValueError):
    """Raised for data that no script of the editor sends. Contains none of the data."""


def guard_values() -> None:
    """Wraps Wagtail's own methods with the functions below."""
    _guard_choosers()
    _guard_texts_and_blocks()


def _guard_choosers() -> None:
    """Wagtail's chooser, alone or in a block, treats the key of a missing row as no choice. This
    does the same for values that cannot be keys."""
    BaseChooser.get_instance = _or_nothing(BaseChooser.get_instance)
    ChooserBlock.value_from_form = _or_nothing(ChooserBlock.value_from_form)


def _or_nothing(original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    @functools.wraps(original)
    def look_up(self: Any, value: Any) -> Any:
        try:
            return original(self, value)
        except (TypeError, ValueError, OverflowError):
            return None

    return look_up


def _guard_texts_and_blocks() -> None:
    """Refuses invalid JSON in a text field, and invalid counts, types and orders of blocks."""
    for widget in (DraftailRichTextArea, BaseStreamBlock, ListBlock):
        widget.value_from_datadict = _or_refused(widget.value_from_datadict)


def _or_refused(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def read(self: Any, data: Any, files: Any, name: str) -> Any:
        try:
            return original(self, data, files, name)
        except NotOfTheEditor:
            raise
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise NotOfTheEditor(type(error).__name__) from error

    return read
