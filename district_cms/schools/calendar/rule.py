"""What becomes of a posting day without school, by the district's choice."""

from district_cms.procedure.cadence import NoSchoolRule
from district_cms.publishing.models import ProcedureSettings


def no_school_rule() -> NoSchoolRule:
    """One query. Not `load`, which writes where nobody has decided yet: visitors ask this."""
    chosen = ProcedureSettings.base_queryset().first() or ProcedureSettings()
    return NoSchoolRule(chosen.no_school_rule)
