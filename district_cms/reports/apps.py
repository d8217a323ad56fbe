from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "district_cms.reports"
    label = "reports"
    verbose_name = _("How the district is doing")
