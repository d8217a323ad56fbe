"""The editor of rich text: Wagtail's, with a control for the language of a passage."""

from typing import Any, Final

from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextAreaAdapter
from wagtail.admin.rich_text.editors.draftail.features import ControlFeature
from wagtail.admin.telepath import register
from wagtail.rich_text.feature_registry import FeatureRegistry

from ..languages.widgets import names_script
from .converting import RULE, LanguageConverter
from .features import LANGUAGE

SCRIPT: Final = "js/languages/text.js"


class RichTextArea(DraftailRichTextArea):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.converter = LanguageConverter(self.features)


class _Adapter(DraftailRichTextAreaAdapter):
    """Makes the editor in blocks, where Wagtail's scripts draw it."""

    js_constructor = "district.RichTextArea"


class LanguageControl(ControlFeature):
    """Its script knows the languages: a list of them in each field would be too much."""

    @property
    def media(self) -> Any:
        return names_script() + super().media


register(_Adapter(), RichTextArea)


def register_language(features: FeatureRegistry) -> None:
    """Offer the feature "language"."""
    control = LanguageControl({"type": LANGUAGE}, js=[SCRIPT])
    features.register_editor_plugin("draftail", LANGUAGE, control)
    features.register_converter_rule("contentstate", LANGUAGE, RULE)
