from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudentsConfig(AppConfig):
    name = "district_cms.students"
    label = "students"
    verbose_name = _("Students")

    def ready(self) -> None:
        from django.core import checks
        from django.db.models.signals import post_save
        from wagtail.signals import page_published

        from district_cms.checks.rules import register_rules
        from district_cms.publishing.content.checks import register_list_check
        from district_cms.web.versions import bump

        from .hiding import hide_soon
        from .models import StudentListSettings
        from .page_check import RULES, VERSION, name_findings, picture_findings
        from .releases import on_published
        from .services import delete_list
        from .signals import lists_changed
        from .system_checks import check_domains, check_domains_are_set, check_list_key

        register_rules(RULES)
        register_list_check(name_findings)
        register_list_check(picture_findings)
        post_save.connect(delete_list, sender=StudentListSettings)
        post_save.connect(lambda **_kwargs: bump(VERSION), StudentListSettings, weak=False)
        page_published.connect(on_published, dispatch_uid="students.published")
        lists_changed.connect(hide_soon, dispatch_uid="students.hide")
        checks.register(check_domains)
        checks.register(check_domains_are_set, deploy=True)
        checks.register(check_list_key, deploy=True)
