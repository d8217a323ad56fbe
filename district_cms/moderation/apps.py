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
        from district_cms.people.leaving import register_holdings
        from district_cms.publishing.gate import register_publish_check

        from . import read_later
        from .review.reviewers import holdings
        from .services import keep_approval_workflow
        from .taking_down.selectors import RULES, taken_down_findings
        from .taking_down.services import on_published, on_unpublished

        register_rules(RULES)
        register_holdings(holdings)
        register_publish_check(taken_down_findings)
        page_published.connect(on_published, dispatch_uid="moderation.live_again")
        page_unpublished.connect(on_unpublished, dispatch_uid="moderation.unpublished")
        task_submitted.connect(read_later.on_submitted, dispatch_uid="moderation.read_later")
        role_matrix_applied.connect(keep_approval_workflow, dispatch_uid="moderation.workflow")
