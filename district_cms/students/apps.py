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

        from .page_check import RULES, name_findings, picture_findings
        from .releases import on_published, settings_saved
        from .system_checks import check_domains, check_domains_are_set

        register_rules(RULES)
        register_list_check(name_findings)
        register_list_check(picture_findings)
        post_save.connect(
            settings_saved, sender="students.StudentListSettings", dispatch_uid="students.settings"
        )
        page_published.connect(on_published, dispatch_uid="students.published")
        checks.register(check_domains)
        checks.register(check_domains_are_set, deploy=True)
