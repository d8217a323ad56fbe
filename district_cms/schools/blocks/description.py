"""What the editor's scripts are told about the blocks of a field, packed once a process.

Wagtail packs it anew for each form, with every widget drawn and every help text translated: of an
update's form that is a third of what the server computes. It asks neither the request nor the
database (`schools/test_blocks_described.py` holds that for every field): for the reader's language
it is always the same, but for the keys of empty texts, which need be unique in one text only.
"""

from typing import Any, Final

from django.utils.translation import get_language
from wagtail.admin.telepath import JSContext
from wagtail.blocks import BlockField
from wagtail.blocks.base import BlockWidget

_packed: Final[dict[tuple[str, str | None], tuple[JSContext, str]]] = {}
"""By block and language: the scripts that are needed, and the description as JSON."""


class DescribedWidget(BlockWidget):
    _js_context: JSContext
    _block_json: str

    def _build_block_json(self) -> None:
        # A block's prefix is its own for as long as the process lives.
        key = (self.block_def.definition_prefix, get_language())
        if key not in _packed:
            super()._build_block_json()
            _packed[key] = (self._js_context, self._block_json)
        self._js_context, self._block_json = _packed[key]


class DescribedField(BlockField):
    """The form field of a StreamField."""

    def __init__(self, block: Any = None, **kwargs: Any) -> None:
        super().__init__(block, **{"widget": DescribedWidget(block), **kwargs})
