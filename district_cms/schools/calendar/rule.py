"""The district's posting days in words, and its rule for those without school."""

from django.utils.translation import get_language

from district_cms.procedure.active import in_force
from district_cms.procedure.cadence import NoSchoolRule
from district_cms.publishing.models import ProcedureSettings


def posting_days_text() -> str:
    """Returns "the 1st and 4th Tuesday of the month", as the procedure says it to families, in the
    active language."""
    return in_force().posting.says.in_language(get_language())


def no_school_rule() -> NoSchoolRule:
    """Returns the rule. One query; unlike `load` it never writes, because visitors' pages use
    it."""
    settings = ProcedureSettings.base_queryset().first() or ProcedureSettings()
    return NoSchoolRule(settings.no_school_rule)
