from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudentsConfig(AppConfig):
    name = "district_cms.students"
    label = "students"
    verbose_name = _("Students")

    def ready(self) -> None:
        from django.core import checks
        from django.db.models.signals import post_save

        from .models import StudentListSettings
        from .services import delete_list
        from .system_checks import check_domains, check_domains_are_set, check_list_key

        post_save.connect(delete_list, sender=StudentListSettings)
        checks.register(check_domains)
        checks.register(check_domains_are_set, deploy=True)
        checks.register(check_list_key, deploy=True)
