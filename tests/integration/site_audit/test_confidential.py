"""What the rules about listed students say never reaches a report of the audit."""

from district_cms.checks.findings import Finding
from district_cms.site_audit.checking import of_gate
from district_cms.site_audit.models import AuditedPage


def test_the_audit_reports_no_finding_about_a_listed_student() -> None:
    findings = [Finding(rule, "A sentence.") for rule in ("photo-release-ended", "image-alt")]
    assert [row.rule for row in of_gate(AuditedPage(), findings)] == ["image-alt"]
