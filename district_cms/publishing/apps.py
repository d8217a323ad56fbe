from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "district_cms.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from wagtail.signals import task_submitted

        from district_cms.audit_log import written_once

        from . import amendments, confirming, mechanism, witnesses
        from .editor.side_panel import show_in_page_editor
        from .gate import content_findings
        from .models import RevisionFindings

        written_once.register(written_once.WrittenOnce(RevisionFindings, "check history"))
        mechanism.register_publish_check(content_findings)
        mechanism.register_amendment(amendments.raise_advice)
        mechanism.register_amendment(amendments.lift_excepted)
        mechanism.register_witness(witnesses.note_passage)
        confirming.register_memory(witnesses.ConfirmationMemory())
        task_submitted.connect(witnesses.note_submission, dispatch_uid="publishing.evidence")
        mechanism.guard_publish_actions()
        mechanism.guard_plain_pages()
        show_in_page_editor()
