"""The call-out, table and document blocks, and the body of a page that combines all blocks.

Blocks do not require descriptions, captions or releases: a draft may be unfinished, and the publish
gate checks them and explains why they matter.
"""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock

from ..languages.fields import LanguageBlock
from ..languages.widgets import DataTableInput
from .pictures import PictureBlock
from .prose import ProseBlock, ShortProseBlock
from .recordings import AudioBlock, EmbedLinkBlock, VideoBlock


class CallOutBlock(blocks.StructBlock):
    TONES = [("information", _("Good to know")), ("important", _("Important"))]

    title = blocks.CharBlock(max_length=80, label=_("Title"))
    body = ShortProseBlock(label=_("Text"))
    tone = blocks.ChoiceBlock(choices=TONES, default="information", label=_("Tone"))
    language = LanguageBlock()

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        template = "schools/blocks/call_out.html"


class DataTableBlock(TableBlock):
    """A table of data with header cells, a caption and a language."""

    says_language = True

    def __init__(self, **kwargs: Any) -> None:
        # The only language that the editor's grid includes; it logs errors for any other.
        options = {"contextMenu": True, "minSpareRows": 0, "language": "en-US"}
        kwargs.setdefault("table_options", options)
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.CharField:
        widget = DataTableInput(table_options=self.table_options)
        return forms.CharField(widget=widget, **self.field_options)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "schools/blocks/table.html"


class DocumentLinkBlock(blocks.StructBlock):
    check_as = "link"

    document = DocumentChooserBlock(label=_("Document"))
    text = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Link text"),
        help_text=_("Leave it empty to use the document's title. Type and size are added."),
    )
    language = LanguageBlock()

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "schools/blocks/document.html"


class ContentBlock(blocks.StreamBlock):
    """The body of a page."""

    # Empty text is allowed: the gate checks whether a part may be empty.
    prose = ProseBlock(required=False)
    picture = PictureBlock()
    call_out = CallOutBlock()
    table = DataTableBlock()
    video = VideoBlock()
    audio = AudioBlock()
    embed = EmbedLinkBlock()
    document = DocumentLinkBlock()
