"""Plain words that staff write to each other: what FERPA protects goes into no email or list."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from district_cms.checks import privacy
from district_cms.checks.describing import describe
from district_cms.checks.privacy.attribution import OfWholeName

from ..content.checks import privacy_rules
from ..refusals import merge_repeated, sentence

_WHY: Final = _("It stays with the school and the family, so it is in no email and in no list.")
_FIX: Final = _("Leave out who it is, or what is said.")


class WordsAmongStaff(forms.CharField):
    """Refuses private facts as on a page; questions too if `strict` or about a whole name."""

    def __init__(self, *, strict: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.strict = strict

    def validate(self, value: Any) -> None:
        super().validate(value)
        faults = privacy.check_text(value, rules=privacy_rules()) if value else ()
        # No question is put here: what is told of a whole name is refused as well.
        refused = [
            finding
            for fault in faults
            if not (finding := describe(fault)).asks
            or self.strict
            or isinstance(fault, OfWholeName)
        ]
        if refused:
            # What the rules say of a page, which anyone can read, is untrue here.
            here = [replace(each, why=_WHY, fix=_FIX) for each in refused]
            raise ValidationError(merge_repeated(map(sentence, here)))
