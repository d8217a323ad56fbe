"""Connects the families' part to the rooms around it; `apps.ready()` calls it once."""

from collections.abc import Collection
from typing import Any

from django_q.signals import post_spawn

from district_cms.barriers.services import contacts_forgotten
from district_cms.moderation.taking_down.services import about_to_take_down, taken_down
from district_cms.schools.page_context import register_page_context

from . import sources, tasks
from .digests import take_down
from .families import page_context, year_end
from .retention.purging import forget_barrier_answers
from .screens.class_mail import carry_switches


def connect() -> None:
    """Connect the subscribe panel, the feed, taking down, the turn of the school year and the
    deletion of barrier reports."""
    register_page_context("schools.schoolpage", page_context.school_panel)
    register_page_context("classroom.teacherpage", page_context.teacher_panel)
    register_page_context("classroom.classroompage", page_context.class_panel)
    register_page_context("activities.activitypage", page_context.activity_panel)
    sources.also_in_feed.connect(page_context.notices_in_feed, dispatch_uid="notifications.feed")
    # The mail switch is loaded in the same query as its page.
    sources.read_with_pages("mail_offer")
    about_to_take_down.connect(take_down.before, dispatch_uid="notifications.taking_out")
    taken_down.connect(take_down.after, dispatch_uid="notifications.taking_out")
    sources.went_on.connect(carry_switches, dispatch_uid="notifications.next_year")
    sources.closing.connect(year_end.end_some, dispatch_uid="notifications.year_end")
    post_spawn.connect(_go_on_sending, dispatch_uid="notifications.go_on_sending")
    contacts_forgotten.connect(_forget_answers, dispatch_uid="notifications.barrier_answers")


def _forget_answers(references: Collection[str], **kwargs: Any) -> None:
    forget_barrier_answers(references)


def _go_on_sending(**kwargs: Any) -> None:
    """Continue sending immediately in a new worker process: the previous one may have been killed,
    and its queued task lost."""
    tasks.go_on()
