"""The form of a notice. It runs the publish gate and offers only places that the account may
use."""

from collections.abc import Iterable
from itertools import product
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from district_cms.publishing.objects import CheckedForm
from district_cms.web.times import day_text

from .permissions import may_for_district, schools_to_choose
from .services import keep_banner
from .wording import BY_KEY, words_of


def offer_words_of_new_day(form: Any, schools: Iterable[str], words: Any = words_of) -> None:
    """If *Until* moved to another day and a usual notice still names the old one, puts the approved
    text for the new day into the form and asks the user to check it."""
    before, after = form.initial.get("ends_at"), form.cleaned_data.get("ends_at")
    if not before or not after or (old := localdate(before)) == (new := localdate(after)):
        return
    message = _("The notice named %(old)s. It now names %(new)s: check the text and save.")
    form.data = form.data.copy()
    for key, school in product(BY_KEY, ("", *schools)):
        words_of_new_day = words(key, school, new)
        for name, text in words(key, school, old).items():
            if form.cleaned_data.get(name) == text:
                form.data[form.add_prefix(name)] = words_of_new_day[name]
                form.add_error(name, message % {"old": day_text(old), "new": day_text(new)})


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
        school = self.cleaned_data.get("school")
        offer_words_of_new_day(self, [school.title] if school is not None else [])
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if commit:
            keep_banner(banner=self.instance, user=self.for_user)
        return super().save(commit=commit)
