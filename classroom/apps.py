from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClassroomConfig(AppConfig):
    name = "classroom"
    verbose_name = _("Classrooms")

    def ready(self) -> None:
        from django.db.models.signals import post_save
        from wagtail.models import AbstractPage
        from wagtail.permissions import register_permission_policy

        from district_cms.brand.uses import register_use
        from district_cms.checks.rules import register_rules
        from district_cms.people.leaving import accounts_ended, register_holdings
        from district_cms.people.setting_up import register_lines
        from district_cms.people.viewsets import register_staff_buttons
        from district_cms.publishing.gate import register_publish_check
        from district_cms.schools.page_context import register_page_context
        from district_cms.site_audit.owners import register_owners
        from district_cms.students.models import StudentListSettings

        from . import signals  # noqa: F401 - connects the receivers
        from .assignments.leaving import holdings
        from .assignments.services import end_classes
        from .assignments.views import buttons
        from .assignments.viewsets import facts, lines
        from .permissions import ClassroomPagePermissionPolicy
        from .presentation import pages, search_sources, staff_directory
        from .requirements import parts, same_days
        from .rosters.services import drop_students
        from .selectors import teachers_of
        from .starting.services import class_pages_with

        # Must come first: Wagtail keeps the first policy that it returns.
        register_permission_policy(AbstractPage, ClassroomPagePermissionPolicy())
        register_rules(parts.RULES)
        register_rules(same_days.RULES)
        register_publish_check(parts.required_part_findings)
        register_owners(teachers_of)
        register_use(class_pages_with)
        register_page_context("schools.schoolpage", pages.school_context)
        register_page_context("classroom.teacherpage", pages.teacher_context)
        register_page_context("classroom.classroompage", pages.classroom_context)
        register_page_context("classroom.updatepage", pages.update_context)
        search_sources.register()
        staff_directory.register()
        register_holdings(holdings)
        register_lines(lines, facts)
        accounts_ended.connect(end_classes)
        post_save.connect(drop_students, sender=StudentListSettings)
        register_staff_buttons(buttons)
