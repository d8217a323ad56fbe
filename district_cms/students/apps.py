from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudentsConfig(AppConfig):
    name = "district_cms.students"
    label = "students"
    verbose_name = _("Students")

    def ready(self) -> None:
        from django.core import checks

        from .system_checks import check_domains, check_domains_are_set

        checks.register(check_domains)
        checks.register(check_domains_are_set, deploy=True)
