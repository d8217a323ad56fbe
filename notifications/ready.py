"""What the families' half adds to the rooms around it; `apps.ready()` calls it once."""

from district_cms.schools.page_context import register_page_context

from . import consent, page_context
from .services import register_send_guard


def connect() -> None:
    """Let pages show the subscribe panel, and the outbox ask for consent before it sends."""
    register_page_context("schools.schoolpage", page_context.school_panel)
    register_page_context("classroom.teacherpage", page_context.teacher_panel)
    register_page_context("classroom.classroompage", page_context.class_panel)
    register_page_context("classroom.updatepage", page_context.update_panel)
    register_send_guard(consent.objection)
