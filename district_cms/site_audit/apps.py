from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteAuditConfig(AppConfig):
    name = "district_cms.site_audit"
    label = "site_audit"
    verbose_name = _("Audit of live pages")
