from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "district_cms.governance"
    label = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy
        from wagtail.signals import task_submitted

        from district_cms.schools import confirming, publishing
        from district_cms.schools.document_watch import register_document_watcher

        from . import amendments, witnesses
        from .barriers.policy import BarrierPermissionPolicy
        from .examinations.services import examine_new_file
        from .gate import content_findings
        from .models import BarrierReport

        publishing.register_publish_check(content_findings)
        publishing.register_amendment(amendments.raise_advice)
        publishing.register_amendment(amendments.lift_excepted)
        publishing.register_witness(witnesses.note_passage)
        register_document_watcher(examine_new_file)
        confirming.register_memory(witnesses.ConfirmationMemory())
        task_submitted.connect(witnesses.note_submission, dispatch_uid="governance.evidence")
        # Before anything asks: Wagtail keeps the first policy that it hands out.
        register_permission_policy(BarrierReport, BarrierPermissionPolicy(BarrierReport))
