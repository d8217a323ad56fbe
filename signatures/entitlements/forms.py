"""The forms of the staff area for memberships, credentials and quotes."""

from typing import Any, ClassVar, override

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from district_cms.brand.models import Organization
from district_cms.schools.typed_dates.fields import PickedDayField

from ..models import Entitlement
from .evidence import TYPES, examined
from .rules import check_last_day, label_for, one_line, quote_for_signature


class LineField(forms.CharField):
    """One line of visible characters; invisible characters alone are no answer."""

    @override
    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return one_line(text) if isinstance(text, str) else text


class MembershipForm(forms.ModelForm):
    """One membership or credential, with evidence if the office requires it."""

    # Optional fields of which at least one per pair is required.
    one_of_two: ClassVar = frozenset(
        {"organization", "proposed_name", "evidence", "evidence_words"}
    )

    organization = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organization.objects.filter(kind=Organization.Kind.PROFESSIONAL).order_by("name"),
        required=False,
        empty_label=_("Another one"),
        error_messages={"invalid_choice": _("Choose an organization from the list.")},
    )
    proposed_name = LineField(
        label=_("Another organization: its name"),
        help_text=_(
            "If it is not on the list. Your membership is shown in words, and the communications "
            "office decides whether to add the organization and its logo."
        ),
        required=False,
        max_length=255,
    )
    basis = forms.ChoiceField(
        label=_("Why you may use it"),
        choices=[each for each in Entitlement.Basis.choices if each[0] != Entitlement.Basis.QUOTE],
    )
    label = LineField(
        label=_("As it reads in your signature"),
        help_text=_(
            "Such as “National Board Certified Teacher”. If you leave it empty, we write “Member” "
            "and the organization’s name."
        ),
        required=False,
        max_length=120,
    )
    expires = PickedDayField(
        label=_("Last day"),
        help_text=_("It stays in your signature until this day. Renew it with a later one."),
        error_messages={
            "required": _("Enter the last day on which it is valid."),
            "invalid": _("Type the day like 6/30/2027, or choose it."),
        },
    )
    evidence = forms.FileField(
        label=_("Evidence: a file"),
        help_text=_(
            "A membership card or certificate, as PDF, JPEG or PNG. Only you and the "
            "communications office see it. It is deleted 30 days after the decision."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(TYPES)}),
        error_messages={"empty": _("This file is empty. Choose another one.")},
    )
    evidence_words = forms.CharField(
        label=_("Evidence: in words"),
        help_text=_("Instead of a file: your member number, or where it can be looked up."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Entitlement
        fields = (
            *("organization", "proposed_name", "basis", "label", "expires"),
            *("evidence", "evidence_words"),
        )

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # our own messages are clearer
        if not asks:
            del self.fields["evidence"], self.fields["evidence_words"]

    def clean_expires(self) -> Any:
        expires = self.cleaned_data["expires"]
        check_last_day(expires, timezone.localdate())
        return expires

    def clean_evidence(self) -> Any:
        file = self.cleaned_data["evidence"]
        return examined(file) if isinstance(file, UploadedFile) else file

    @override
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "organization" not in self.errors:
            self._clean_organization(data)
        has_evidence = data.get("evidence") or data.get("evidence_words")
        if "evidence" in self.fields and not has_evidence and "evidence" not in self.errors:
            self.add_error("evidence", _now("Add a file, or say it in words below."))
        return data

    def _clean_organization(self, data: dict[str, Any]) -> None:
        listed, proposed = data.get("organization"), data.get("proposed_name", "")
        if listed and proposed:
            self.add_error(
                "proposed_name",
                _now("Choose an organization from the list or name another one, not both."),
            )
        elif proposed:
            # A typed name that is on the list selects the listed organization.
            on_list = Organization.objects.filter(kind=Organization.Kind.PROFESSIONAL)
            listed = on_list.filter(name__iexact=proposed).first()
            if listed is not None:
                data["organization"], data["proposed_name"] = listed, ""
        elif not listed:
            self.add_error("organization", _now("Choose an organization, or write its name below."))
        data["label"] = label_for(
            label=data.get("label", ""),
            member=data.get("basis") == Entitlement.Basis.MEMBER,
            organization=listed.name if listed else proposed,
        )


class QuoteForm(forms.ModelForm):
    """A quote, its author, and how it relates to the person's work."""

    label = LineField(
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

    class Meta:
        model = Entitlement
        fields = ("label", "author", "connection")

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.basis = Entitlement.Basis.QUOTE
        self.use_required_attribute = False

    def clean_label(self) -> str:
        text = quote_for_signature(self.cleaned_data["label"])
        if not any(each.isalnum() for each in text):
            raise forms.ValidationError(_now("Write the quote."), code="required")
        return text
