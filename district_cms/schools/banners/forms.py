"""The form of a notice: passes the gate, and offers only the places that are the account's."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.publishing.forms import CheckedForm

from .permissions import may_for_district, schools_to_choose
from .services import keep_banner


class BannerForm(CheckedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["school"]
        field.queryset = schools_to_choose(self.for_user)
        self.for_district = may_for_district(self.for_user)
        field.required = not self.for_district
        field.empty_label = _("The whole district") if self.for_district else None

    def clean(self) -> Any:
        cleaned = super().clean()
        ends_at = self.cleaned_data.get("ends_at")
        if ends_at is not None and ends_at <= timezone.now():
            self.add_error("ends_at", _("That time has passed. Choose a later one."))
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if commit:
            keep_banner(banner=self.instance, user=self.for_user)
        return super().save(commit=commit)
