"""What a person fills in about a quote."""

from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _

from district_cms.publishing.objects import refuse_in_form

from ..entitlements.fields import LineField
from ..models import Quote
from .marks import for_signature, has_words
from .services import Words


class QuoteForm(forms.Form):
    """The words, whose they are, and how they connect to the person's work."""

    text = LineField(
        label=_("Quote"),
        help_text=_("Without quotation marks: your signature adds them. Up to 300 characters."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the quote.")},
    )
    author = LineField(
        label=_("Who said or wrote it"),
        max_length=120,
        error_messages={"required": _("Say whose words they are. If they are yours, your name.")},
    )
    connection = LineField(
        label=_("How it connects to your work"),
        help_text=_("One line, such as “I teach reading”. It is not shown in your signature."),
        max_length=300,
        error_messages={"required": _("Say in one line how it connects to your work.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # our own words say what is missing

    @property
    def words(self) -> Words:
        """What a valid form says, each on one line."""
        return Words(**self.cleaned_data)

    def clean_text(self) -> str:
        """As a signature prints it between its own marks."""
        text = for_signature(self.cleaned_data["text"])
        if not has_words(text):
            raise forms.ValidationError(_("Write the quote."), code="required")
        return text

    @override
    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_in_form(self, Quote(text=said.get("text", ""), author=said.get("author", "")))
        return said
