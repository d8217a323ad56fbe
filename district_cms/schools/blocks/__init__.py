"""The blocks that pages share. What they offer is what the accessibility rules allow."""

from .content import (
    CallOutBlock,
    ContentBlock,
    DataTableBlock,
    DocumentLinkBlock,
    EmbedLinkBlock,
    PictureBlock,
    ProseBlock,
    ShortProseBlock,
)

__all__ = [
    "CallOutBlock",
    "ContentBlock",
    "DataTableBlock",
    "DocumentLinkBlock",
    "EmbedLinkBlock",
    "PictureBlock",
    "ProseBlock",
    "ShortProseBlock",
]
