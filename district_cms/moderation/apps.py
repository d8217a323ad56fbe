from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "district_cms.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from district_cms.people.role_permissions import role_matrix_applied

        from .services.workflow import keep_approval_workflow

        role_matrix_applied.connect(keep_approval_workflow, dispatch_uid="moderation.workflow")
