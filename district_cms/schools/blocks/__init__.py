"""The blocks that pages share. They offer only what the accessibility rules allow."""

from .content import CallOutBlock, ContentBlock, DataTableBlock, DocumentLinkBlock
from .pictures import PictureBlock
from .prose import ProseBlock, ShortProseBlock
from .recordings import AudioBlock, EmbedLinkBlock, VideoBlock

__all__ = [
    "AudioBlock",
    "CallOutBlock",
    "ContentBlock",
    "DataTableBlock",
    "DocumentLinkBlock",
    "EmbedLinkBlock",
    "PictureBlock",
    "ProseBlock",
    "ShortProseBlock",
    "VideoBlock",
]
