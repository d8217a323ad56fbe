"""Where Wagtail's widgets read what was sent, before any field looks at it.

They take for granted that their own scripts have sent it. What those never send is refused (400),
or taken as nothing chosen.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks import ChooserBlock, ListBlock
from wagtail.blocks.stream_block import BaseStreamBlock


class NotOfTheEditor(BadRequest, ValueError):
    """What was sent is nothing that a script of the editor sends. Holds none of it."""


def guard_values() -> None:
    """Put the functions below around Wagtail's own."""
    _guard_choosers()
    _guard_texts_and_blocks()


def _guard_choosers() -> None:
    """A chooser, alone or in a block, looks up what was sent as a key, and takes what is no row as
    nothing chosen; here also what cannot be a key at all."""
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
    """A text field reads the editor's JSON, a list of blocks its counts, kinds and order."""
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
