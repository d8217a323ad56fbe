from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "district_cms.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished, task_submitted

        from district_cms.checks.rules import register_rules
        from district_cms.people.groups import role_matrix_applied
        from district_cms.people.leaving.services import register_holdings
        from district_cms.publishing.mechanism import register_publish_check

        from .reading_later import receivers as reading_later
        from .review.holding import holdings
        from .review.opening import read_once_in_the_editor
        from .review.report import read_tasks_at_once
        from .services.workflow import keep_approval_workflow
        from .taking_down.gate import RULES, taken_down_findings
        from .taking_down.receivers import on_published, on_unpublished

        register_rules(RULES)
        register_holdings(holdings)
        register_publish_check(taken_down_findings)
        read_tasks_at_once()
        read_once_in_the_editor()
        page_published.connect(on_published, dispatch_uid="moderation.live_again")
        page_unpublished.connect(on_unpublished, dispatch_uid="moderation.unpublished")
        task_submitted.connect(reading_later.on_submitted, dispatch_uid="moderation.read_later")
        role_matrix_applied.connect(keep_approval_workflow, dispatch_uid="moderation.workflow")
