"""The editor of rich text: Wagtail's, with a control for the language of a passage."""

from typing import Any, Final

from django.utils.functional import cached_property
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextAreaAdapter
from wagtail.admin.rich_text.editors.draftail.features import ControlFeature
from wagtail.admin.telepath import register
from wagtail.rich_text.feature_registry import FeatureRegistry

from ..languages.widgets import scripts
from .converting import RULE, LanguageConverter
from .features import LANGUAGE

_SCRIPT: Final = "js/languages/text.js"


class RichTextArea(DraftailRichTextArea):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.converter = LanguageConverter(self.features)

    @cached_property
    def media(self) -> Any:
        # Our script builds on Wagtail's.
        of_wagtail = super().media
        return of_wagtail + scripts(_SCRIPT, after=of_wagtail._js)


class _Adapter(DraftailRichTextAreaAdapter):
    """Makes the editor in blocks, where Wagtail's scripts draw it."""

    js_constructor = "district.RichTextArea"


register(_Adapter(), RichTextArea)


def register_language(features: FeatureRegistry) -> None:
    """Offer the feature "language"."""
    features.register_editor_plugin("draftail", LANGUAGE, ControlFeature({"type": LANGUAGE}))
    features.register_converter_rule("contentstate", LANGUAGE, RULE)
