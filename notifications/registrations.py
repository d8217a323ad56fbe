"""What the families' half adds to the rooms around it; `apps.ready()` calls it once."""

from district_cms.barriers.retention import also_forget
from district_cms.schools.page_context import register_page_context

from . import consent, retention, sources
from .families import page_context
from .services import register_send_guard


def connect() -> None:
    """Let pages show the subscribe panel, and the outbox ask for consent before it sends."""
    register_page_context("schools.schoolpage", page_context.school_panel)
    register_page_context("classroom.teacherpage", page_context.teacher_panel)
    register_page_context("classroom.classroompage", page_context.class_panel)
    # Whether the class offers mail is read in the same query as its page.
    sources.read_with_class_pages("mail_offer")
    register_send_guard(consent.objection)
    also_forget(retention.forget_barrier_answers)
