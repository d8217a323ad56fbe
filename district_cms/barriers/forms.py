"""The public form to report a barrier, and the office's forms for its answers."""

from typing import Any, Final, override

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from district_cms.web.fields import AddressField
from district_cms.web.visitors import LONGEST_PATH, own_path

from .models import LANGUAGES, LONGEST_REPORT, BarrierStep, Use

LONGEST_NOTE: Final = 4000
TRAP: Final = "website"
"""Honeypot: a field that people do not see and spam programs fill in."""


def own_language() -> str:
    """Returns the language of the screen, which is the default language of the answer."""
    code = (get_language() or "en").partition("-")[0]
    return code if code in dict(LANGUAGES) else "en"


class PlainText(forms.CharField):
    """Counts a line break as one character, as people do."""

    @override
    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class BarrierForm(forms.Form):
    """The report. `request` tells which addresses are our own."""

    what = PlainText(
        label=_("What did not work?"),
        help_text=_(
            "Tell us what you wanted to do and what happened. Up to 2000 characters. Please leave "
            "out names of children and anything about one student."
        ),
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": _("Tell us in a few words what did not work."),
            "max_length": _(
                "This is %(show_value)d characters long. Please shorten it to %(limit_value)d, or "
                "call us: we will write it down for you."
            ),
        },
    )
    page = forms.CharField(
        label=_("Which page was it?"),
        help_text=_(
            "Its address, or the title at the top. Leave this empty if it is not about one page."
        ),
        required=False,
        max_length=LONGEST_PATH,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "max_length": _("This is too long. The title of the page is enough."),
        },
    )
    uses = forms.MultipleChoiceField(
        label=_("How do you use this site? (optional)"),
        required=False,
        choices=Use.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list, or leave all boxes empty.")},
    )
    email = AddressField(
        label=_("Your email address"),
        help_text=_(
            "Only so that we can answer you. We delete it 90 days after the report is closed."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Type an address like name@example.net, or leave the box empty."),
        },
    )
    phone = forms.CharField(
        label=_("Your phone number"),
        help_text=_("If you would rather have us call you. We delete it then, too."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        error_messages={"max_length": _("This is too long for a phone number.")},
    )
    language = forms.ChoiceField(
        label=_("Which language should we answer in?"),
        required=False,
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these languages.")},
    )
    website = forms.CharField(label=_("Leave this box empty"), required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.use_required_attribute = False  # our own messages name what is missing
        # A browser would cut the text silently; asking people to shorten it is better.
        self.fields["what"].widget.attrs.pop("maxlength", None)

    def clean_page(self) -> str:
        """Returns the path if the text is one of our own addresses, else the text, which never
        becomes a link."""
        text = str(self.cleaned_data["page"])
        return own_path(text, self.request) or " ".join(text.split())

    def clean_language(self) -> str:
        return str(self.cleaned_data["language"] or own_language())

    def clean_website(self) -> str:
        """Stops spam programs. People whose browser filled in the field can clear it."""
        if self.cleaned_data[TRAP]:
            raise forms.ValidationError(
                _(
                    "This box is there to block spam programs. Please clear it and send the form "
                    "again."
                )
            )
        return ""

    @property
    def trapped(self) -> bool:
        return self.is_bound and TRAP in self.errors


class StepForm(forms.Form):
    """What the office did."""

    kind = forms.ChoiceField(
        label=_("What was done"),
        choices=BarrierStep.Kind.choices,
        help_text=_("Choose “Answered” if you reached the person yourself, and say how and when."),
    )
    note = forms.CharField(
        label=_("In a few words"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("This stays in the record, so write no names or addresses of families here."),
        error_messages={"required": _("Write in a few words what was done.")},
    )


class AnswerForm(forms.Form):
    """The office's answer by email."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "It is sent with the number of the report, what the person wrote, and how to reach "
            "you. A copy stays in the record."
        ),
        error_messages={"required": _("Write your answer first.")},
    )
