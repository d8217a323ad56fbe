"""Rich text: with headings for the body of a page, without headings for small places."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..richtext import PROSE_FEATURES, SHORT_FEATURES


class ProseBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", PROSE_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "schools/blocks/prose.html"


class ShortProseBlock(blocks.RichTextBlock):
    """Rich text without headings, for small places."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", SHORT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
