"""Video and audio: on this site with captions or transcript, or elsewhere with a statement.

The publish gate checks that these are there. The blocks only check the kind of file.
"""

import re
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.oembed_providers import all_providers

from ..languages.fields import LanguageBlock
from ..typed_dates.blocks import DayBlock
from .pictures import PEOPLE, SOURCES, SignedByStudentBlock, StudentKeysBlock
from .prose import ShortProseBlock

_PROVIDER_ADDRESSES = [re.compile(address) for p in all_providers for address in p["urls"]]


class FileOfKindBlock(DocumentChooserBlock):
    """A document of the library, limited to certain file types."""

    check_as = "recording-file"
    extensions: ClassVar[tuple[str, ...]] = ()

    def clean(self, value: Any) -> Any:
        """Raises `ValidationError` for a document of another file type."""
        value = super().clean(value)
        if value is not None and value.file_extension.lower() not in self.extensions:
            raise ValidationError(
                _(
                    "“%(name)s” cannot be played here. Choose one of these kinds of file: "
                    "%(kinds)s."
                ),
                code="wrong_kind",
                params={"name": value.filename, "kinds": ", ".join(self.extensions)},
            )
        return value


class VideoFileBlock(FileOfKindBlock):
    extensions = ("mp4", "webm")


class AudioFileBlock(FileOfKindBlock):
    extensions = ("mp3", "m4a")


class CaptionFileBlock(FileOfKindBlock):
    check_as = "captions"
    extensions = ("vtt",)


class VideoBlock(blocks.StructBlock):
    """A video of this site in the browser's own player. Nothing loads until someone plays it.

    Like a photograph, it asks for its source and for people who can be recognized.
    """

    check_as = "video"

    LANGUAGES = [("", _("Language of the captions")), ("en", _("English")), ("es", _("Spanish"))]

    title = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Name"),
        help_text=_("Leave it empty to use the file's title. Type and size are added."),
    )
    file = VideoFileBlock(label=_("Video"))
    captions = CaptionFileBlock(
        required=False,
        label=_("Captions"),
        help_text=_(
            "A WebVTT file (.vtt) whose words someone has checked. Programs that write captions "
            "automatically can save one; correct it before you upload it."
        ),
    )
    captions_language = blocks.ChoiceBlock(
        choices=LANGUAGES, required=False, label=_("Language of the captions")
    )
    silent = blocks.BooleanBlock(
        required=False,
        label=_("Without sound"),
        help_text=_("Nothing is said or heard in it. The transcript then says what can be seen."),
    )
    transcript = ShortProseBlock(required=False, label=_("Transcript"))
    source = blocks.ChoiceBlock(
        choices=SOURCES, required=False, label=_("Where does it come from?")
    )
    people = blocks.ChoiceBlock(
        choices=PEOPLE, required=False, label=_("Can people be recognized?")
    )
    release = blocks.BooleanBlock(
        required=False,
        label=_("Releases are on file"),
        help_text=_(
            "Select this if the school has a signed photograph release for every student "
            "who can be recognized."
        ),
    )
    students = StudentKeysBlock()
    signed_by_student = SignedByStudentBlock()

    language = LanguageBlock()

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["name"] = _name(value)
        language = value.get("captions_language") or "en"
        context["captions_language"] = language
        context["captions_label"] = get_language_info(language)["name_local"].capitalize()
        return context

    class Meta:
        icon = "media"
        label = _("Video")
        template = "schools/blocks/video.html"


class AudioBlock(blocks.StructBlock):
    """A recording of this site, with its transcript below it."""

    check_as = "audio"

    title = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Name"),
        help_text=_("Leave it empty to use the file's title. Type and size are added."),
    )
    file = AudioFileBlock(label=_("Recording"))
    transcript = ShortProseBlock(
        required=False,
        label=_("Transcript"),
        help_text=_("Everything that is said, and who says it. Put important sounds in brackets."),
    )

    language = LanguageBlock()

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["name"] = _name(value)
        return context

    class Meta:
        icon = "media"
        label = _("Sound")
        template = "schools/blocks/audio.html"


def _name(value: Any) -> str:
    return str(value.get("title") or getattr(value.get("file"), "title", ""))


class EmbedLinkBlock(blocks.StructBlock):
    """A video or other page of a known provider, shown as a link that names its target.

    Never a frame: public pages send no request to another server. Only a person can check captions
    there, and records name and date.
    """

    check_as = "embed"

    # Also for audio, whose transcript is then on the other site.
    CAPTIONS = [
        ("", _("No one has checked them yet")),
        ("people", _("People have written or corrected them")),
        ("silent", _("Nothing is said or heard in it")),
    ]

    title = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Name"),
        help_text=_("For example “Video: how plants grow”."),
    )
    url = blocks.URLBlock(label=_("Web address"))
    captions = blocks.ChoiceBlock(
        choices=CAPTIONS,
        required=False,
        label=_("Captions"),
        help_text=_(
            "Watch it with captions on. Automatic captions get names and numbers wrong; choose "
            "a video whose captions people have made."
        ),
    )
    checked_by = blocks.CharBlock(
        required=False,
        max_length=80,
        label=_("Captions checked by"),
        help_text=_("The staff member's name. It is not shown on the page."),
    )
    checked_on = DayBlock(required=False, label=_("Captions checked on"))
    language = LanguageBlock()

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
        icon = "link-external"
        label = _("Video or media link")
        template = "schools/blocks/embed.html"
