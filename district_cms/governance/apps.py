from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "district_cms.governance"
    label = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        from district_cms.schools.publishing import register_publish_check

        from .gate import content_findings

        register_publish_check(content_findings)
