"""Prose, picture, call-out, table, embed and document.

Whether a description, a caption or a release is there is the publish gate's question, not the
block's: a draft may be half done, and the gate says why it matters.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.oembed_providers import all_providers
from wagtail.images.blocks import ImageChooserBlock

from ..richtext import PROSE_FEATURES, SHORT_FEATURES

_PROVIDER_ADDRESSES = [re.compile(address) for p in all_providers for address in p["urls"]]


class ProseBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", PROSE_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "schools/blocks/prose.html"


class ShortProseBlock(blocks.RichTextBlock):
    """Text without headings, for small places."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", SHORT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"


class PictureBlock(blocks.StructBlock):
    check_as = "picture"  # which of the gate's checks read the block as a whole

    SOURCES = [
        ("stock", _("A picture library, with a licence")),
        ("district", _("The district")),
        ("staff", _("A member of staff")),
        ("student", _("A student made it")),
        ("family", _("A family gave it")),
    ]
    PEOPLE = [
        ("none", _("Nobody can be recognised")),
        ("adults", _("Adults only can be recognised")),
        ("students", _("Students can be recognised")),
    ]

    image = ImageChooserBlock(label=_("Picture"))
    description = blocks.CharBlock(
        required=False,
        max_length=250,
        label=_("Description"),
        help_text=_(
            "What the picture shows, for people who cannot see it. One or two short sentences."
        ),
    )
    decorative = blocks.BooleanBlock(
        required=False,
        label=_("Decorative"),
        help_text=_("Nothing is lost for a reader who does not see this picture."),
    )
    caption = blocks.CharBlock(required=False, max_length=250, label=_("Caption"))
    source = blocks.ChoiceBlock(
        choices=SOURCES, required=False, label=_("Where does it come from?")
    )
    people = blocks.ChoiceBlock(choices=PEOPLE, required=False, label=_("People recognisable?"))
    release = blocks.BooleanBlock(
        required=False,
        label=_("Releases are on file"),
        help_text=_(
            "Tick when the school holds a signed photograph release for every student "
            "who can be recognised."
        ),
    )

    def bulk_to_python(self, values: Any) -> Any:
        """As Wagtail's, and every picture's renditions in one more query for all of them."""
        pictures = super().bulk_to_python(values)
        images = [p["image"] for p in pictures if p.get("image") is not None]
        prefetch_related_objects(images, "renditions")
        return pictures

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "schools/blocks/picture.html"


class CallOutBlock(blocks.StructBlock):
    TONES = [("information", _("Good to know")), ("important", _("Important"))]

    title = blocks.CharBlock(max_length=80, label=_("Title"))
    body = ShortProseBlock(label=_("Text"))
    tone = blocks.ChoiceBlock(choices=TONES, default="information", label=_("Tone"))

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        template = "schools/blocks/call_out.html"


class DataTableBlock(TableBlock):
    """A table of facts, with its headings and its title."""

    def __init__(self, **kwargs: Any) -> None:
        # The one language that the editor's grid brings along; it complains of any other.
        options = {"contextMenu": True, "minSpareRows": 0, "language": "en-US"}
        kwargs.setdefault("table_options", options)
        super().__init__(**kwargs)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "schools/blocks/table.html"


class EmbedLinkBlock(blocks.StructBlock):
    """A video or other page of a known provider, shown as a link that says where it goes.

    Never a frame: public pages make no request to anybody else's server.
    """

    check_as = "embed"

    title = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Name"),
        help_text=_("For example “Video: how plants grow”."),
    )
    url = blocks.URLBlock(label=_("Web address"))

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        address = value.get("url") or ""
        if address and not any(pattern.match(address) for pattern in _PROVIDER_ADDRESSES):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "url": ValidationError(
                        _(
                            "“%(host)s” is not a video or media site that we know. "
                            "Put the address in the text as a link instead."
                        ),
                        params={"host": urlsplit(address).netloc or address},
                    )
                }
            )
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["host"] = urlsplit(value.get("url") or "").netloc.removeprefix("www.")
        return context

    class Meta:
        icon = "media"
        label = _("Video or media link")
        template = "schools/blocks/embed.html"


class DocumentLinkBlock(blocks.StructBlock):
    check_as = "link"

    document = DocumentChooserBlock(label=_("Document"))
    text = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Link text"),
        help_text=_("Leave it empty to use the document's title. Type and size are added."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "schools/blocks/document.html"


class ContentBlock(blocks.StreamBlock):
    """The body of a page."""

    # An empty text is no fault: whether a part may be empty is the gate's question.
    prose = ProseBlock(required=False)
    picture = PictureBlock()
    call_out = CallOutBlock()
    table = DataTableBlock()
    embed = EmbedLinkBlock()
    document = DocumentLinkBlock()
