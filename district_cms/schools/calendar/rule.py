"""The district's rule for posting days that fall on a day without school."""

from district_cms.procedure.cadence import NoSchoolRule
from district_cms.publishing.models import ProcedureSettings


def no_school_rule() -> NoSchoolRule:
    """Returns the rule. One query; unlike `load` it never writes, because visitors' pages use
    it."""
    settings = ProcedureSettings.base_queryset().first() or ProcedureSettings()
    return NoSchoolRule(settings.no_school_rule)
