"""The description of a field's blocks for the editor's scripts, packed once per process.

Wagtail packs it again for each form, renders every widget and translates every help text: a third
of the server's work for an update's form. It depends on neither the request nor the database
(`schools/test_blocks_described.py` tests this for every field), so it is the same for each
language, except the keys of empty rich texts, which need be unique only within one text.
"""

from typing import Any, Final

from django.utils.translation import get_language
from wagtail.admin.telepath import JSContext
from wagtail.blocks import BlockField
from wagtail.blocks.base import BlockWidget

_packed: Final[dict[tuple[str, str | None], tuple[JSContext, str]]] = {}
"""{(block prefix, language): (the scripts that are needed, the description as JSON)}"""


class DescribedWidget(BlockWidget):
    _js_context: JSContext
    _block_json: str

    def _build_block_json(self) -> None:
        # A block's prefix is unique for the life of the process.
        key = (self.block_def.definition_prefix, get_language())
        if key not in _packed:
            super()._build_block_json()
            _packed[key] = (self._js_context, self._block_json)
        self._js_context, self._block_json = _packed[key]


class DescribedField(BlockField):
    """The form field of a StreamField."""

    def __init__(self, block: Any = None, **kwargs: Any) -> None:
        super().__init__(block, **{"widget": DescribedWidget(block), **kwargs})
