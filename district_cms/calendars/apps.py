from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "district_cms.calendars"
    label = "calendars"
    verbose_name = _("Calendars")

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from district_cms.activities.models import PostPage
        from district_cms.publishing.models import ProcedureSettings
        from district_cms.schools.models import SchoolYear
        from district_cms.schools.page_context import register_page_context

        from . import page_context
        from .search_sources import days, events

        days.register()
        events.register()
        for signal in (post_save, post_delete):
            signal.connect(
                days.year_changed, sender=SchoolYear, dispatch_uid="calendars.search_sources"
            )
            signal.connect(
                events.post_changed, sender=PostPage, dispatch_uid="calendars.found_events"
            )
        post_save.connect(
            days.year_changed,
            sender=ProcedureSettings,
            dispatch_uid="calendars.search_sources.rule",
        )
        register_page_context("schools.homepage", page_context.home_context)
        register_page_context("schools.schoolpage", page_context.school_context)
        register_page_context("classroom.teacherpage", page_context.teacher_context)
        register_page_context("classroom.classroompage", page_context.class_context)
        register_page_context("activities.activitypage", page_context.activity_context)
