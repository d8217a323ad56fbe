from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "district_cms.calendars"
    label = "calendars"
    verbose_name = _("Calendars")

    def ready(self) -> None:
        from district_cms.schools.page_context import register_page_context

        from . import page_context

        register_page_context("schools.homepage", page_context.home_context)
        register_page_context("schools.schoolpage", page_context.school_context)
        register_page_context("classroom.teacherpage", page_context.teacher_context)
        register_page_context("classroom.classroompage", page_context.class_context)
        register_page_context("activities.activitypage", page_context.activity_context)
