"""What a person fills in about a membership or credential."""

from typing import Any, ClassVar, override

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from district_cms.brand.models import Organization
from district_cms.publishing.objects import refuse_in_form
from district_cms.schools.typed_dates.fields import PickedDayField

from ..models import Entitlement
from .evidence import TYPES, examined
from .fields import LineField
from .rules import check_last_day
from .services import Declared, Evidence


class EvidenceForm(forms.Form):
    """A last day, and evidence where the office asks for it. `kept` says that there is some."""

    # Neither is optional, but one of the two is enough.
    one_of_two: ClassVar = frozenset(
        {"organization", "proposed_name", "evidence", "evidence_words"}
    )

    expires = PickedDayField(
        label=_("Last day"),
        help_text=_("It stays in your signature until this day. We remind you a month before."),
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

    def __init__(self, *args: Any, asks: bool, kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # our own words say what is missing
        self.kept = kept
        if not asks:
            del self.fields["evidence"], self.fields["evidence_words"]

    def clean_expires(self) -> Any:
        expires = self.cleaned_data["expires"]
        check_last_day(expires, timezone.localdate())
        return expires

    def clean_evidence(self) -> Any:
        file = self.cleaned_data["evidence"]
        return examined(file) if file else None

    @override
    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        given = said.get("evidence") or said.get("evidence_words") or self.kept
        if "evidence" in self.fields and not given and "evidence" not in self.errors:
            self.add_error("evidence", _now("Add a file, or say it in words below."))
        return said

    @property
    def given(self) -> Evidence:
        """The evidence of a valid form."""
        said = self.cleaned_data
        return Evidence(file=said.get("evidence"), words=said.get("evidence_words", ""))


class MembershipForm(EvidenceForm):
    """One membership or credential."""

    field_order = (
        "organization",
        "proposed_name",
        "basis",
        "label",
        "expires",
        "evidence",
        "evidence_words",
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
    basis = forms.ChoiceField(label=_("Why you may use it"), choices=Entitlement.Basis)
    label = LineField(
        label=_("As it reads in your signature"),
        help_text=_(
            "Such as “National Board Certified Teacher”. If you leave it empty, we write “Member” "
            "and the organization’s name."
        ),
        required=False,
        max_length=120,
    )

    @override
    def clean(self) -> dict[str, Any]:
        said = super().clean()
        listed, proposed = said.get("organization"), said.get("proposed_name", "")
        if "organization" in self.errors:
            return said
        if listed and proposed:
            self.add_error(
                "proposed_name",
                _now("Choose an organization from the list or name another one, not both."),
            )
        elif proposed:
            self._find_on_list(said, proposed)
        elif not listed:
            self.add_error("organization", _now("Choose an organization, or write its name below."))
        words = {name: said.get(name, "") for name in Entitlement.checked_fields}
        refuse_in_form(self, Entitlement(**words))
        return said

    def _find_on_list(self, said: dict[str, Any], name: str) -> None:
        """A name that is on the list means the one on the list."""
        professional = Organization.objects.filter(kind=Organization.Kind.PROFESSIONAL)
        found = professional.filter(name__iexact=name).first()
        if found is not None:
            said["organization"], said["proposed_name"] = found, ""

    @property
    def declared(self) -> Declared:
        """What a valid form says."""
        said = self.cleaned_data
        return Declared(
            organization=said["organization"],
            proposed_name=said["proposed_name"],
            basis=said["basis"],
            label=said["label"],
            expires=said["expires"],
        )


def said_before(entitlement: Entitlement, *, reviewed: bool) -> dict[str, Any]:
    """What the form shows of a row that is changed."""
    return {
        "organization": entitlement.organization_id,
        "proposed_name": entitlement.proposed_name,
        "basis": entitlement.basis,
        "label": entitlement.label,
        "expires": entitlement.last_day(reviewed=reviewed),
        "evidence_words": entitlement.evidence_words,
    }
