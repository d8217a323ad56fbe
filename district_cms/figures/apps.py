from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    name = "district_cms.figures"
    label = "figures"
    verbose_name = _("How the district is doing")
