"""A field for plain text among staff: what FERPA protects must not be in any email or list."""

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
    """Refuses private facts as on a page; also questions if `strict` or about a full name."""

    def __init__(self, *, strict: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.strict = strict

    def validate(self, value: Any) -> None:
        super().validate(value)
        faults = privacy.check_text(value, rules=privacy_rules()) if value else ()
        # This field cannot ask questions, so it also refuses statements about a full name.
        refused = [
            finding
            for fault in faults
            if not (finding := describe(fault)).asks
            or self.strict
            or isinstance(fault, OfWholeName)
        ]
        if refused:
            # The rules explain a public page, which does not apply here.
            here = [replace(each, why=_WHY, fix=_FIX) for each in refused]
            raise ValidationError(merge_repeated(map(sentence, here)))
