from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditLogConfig(AppConfig):
    name = "district_cms.audit_log"
    label = "audit_log"
    verbose_name = _("Audit log")
