from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "district_cms.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from django.db.models.signals import post_save
        from wagtail.models import Revision
        from wagtail.signals import task_submitted

        from district_cms.audit_log.written_once import AppendOnly, register_written_once
        from district_cms.checks.rules import register_rules
        from district_cms.media.in_use import item_changing

        from . import actions
        from .content.checks import RULES
        from .models import RevisionFindings
        from .objects import check_the_statement

        register_rules(RULES)
        register_written_once(AppendOnly(RevisionFindings, "check history"))
        task_submitted.connect(actions.note_submission, dispatch_uid="publishing.evidence")
        post_save.connect(
            actions.note_end_of_schedule, sender=Revision, dispatch_uid="publishing.schedule"
        )
        item_changing.connect(actions.ask_live_pages, dispatch_uid="publishing.library")
        actions.guard_publish_actions()
        actions.guard_plain_pages()
        check_the_statement()
