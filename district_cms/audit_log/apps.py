from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditLogConfig(AppConfig):
    name = "district_cms.audit_log"
    label = "audit_log"
    verbose_name = _("Audit log")

    def ready(self) -> None:
        from django.core.checks import Tags, register
        from django.db.models.signals import post_migrate

        from . import sealing, triggers, written_once
        from .models import AuditEntry, Seal

        written_once.register_written_once(
            written_once.AppendOnly(AuditEntry, sealing.SEALED_AS, AuditEntry.DETAILS)
        )
        written_once.register_written_once(written_once.AppendOnly(Seal))
        post_migrate.connect(triggers.install_after_migrate, sender=self)
        register(triggers.check_triggers, Tags.database)
