"""What the editor says around a review: to whom it went, and when it will be live."""

from typing import Any

from django.contrib.messages import SUCCESS, add_message, get_messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from district_cms.web.times import moment_text

from ..reading_later.selectors import is_for_another, school_read_later
from .hours import hour_of_page, planned_hour
from .reviewers import who_reviews


def say_who_gets_it(request: HttpRequest, page: Page) -> None:
    """After a submission: nothing in the usual case. What went live at once says so, in place of
    Wagtail's words, which speak of a review."""
    if not request.POST.get("action-submit"):
        return
    reads_later = school_read_later(page) is not None
    if page.workflow_in_progress:
        text = who_reviews(page)
        if text:
            messages.warning(request, text)
        elif reads_later and is_for_another(page, request.user):
            text = _("Someone else reads it first, because you lead this school and wrote it.")
            messages.info(request, text)
        elif reads_later:
            text = _(
                "This time the principal reads it first, because it was sent back or taken down."
            )
            messages.info(request, text)
    elif reads_later:
        now = type(page).objects.get(pk=page.pk)
        _without_the_last_success(request)
        hour = planned_hour(now)
        text = (
            _("“%(title)s” is live. Your school’s principal reads it later.")
            if hour is None
            else _("“%(title)s” goes live on %(hour)s. Your school’s principal reads it later.")
        ) % {"title": now.draft_title, "hour": moment_text(hour) if hour is not None else ""}
        live = now.get_url(request) if now.live else None
        see = [messages.button(live, _("See it"), new_window=True)] if live else []
        messages.success(request, text, buttons=see)


def _without_the_last_success(request: HttpRequest) -> None:
    waiting = list(get_messages(request))
    last = max((at for at, m in enumerate(waiting) if m.level == SUCCESS), default=None)
    for at, message in enumerate(waiting):
        if at != last:
            add_message(request, message.level, message.message, message.extra_tags)


def say_when_it_is_live(request: HttpRequest, page: Page) -> None:
    """After an approval in the editor: live, or the hour."""
    if request.POST.get("workflow-action-name") == "approve":
        messages.success(request, approved_text(page, page.title))


def name_the_hour(request: HttpRequest, page: Page) -> None:
    """Above the form, for whoever is about to approve."""
    if request.method != "GET" or page.go_live_at is None:
        return
    task = page.current_workflow_task
    if task is None or not task.get_actions(page, request.user):
        return
    hour = hour_of_page(page)
    if hour is not None:
        text = _("If you approve this, it goes live on %(hour)s, not right away.")
        messages.warning(request, text % {"hour": moment_text(hour)})


def approved_text(page: Any, title: str, number: int = 1) -> str:
    """What approving did, of the page as it is in the database now."""
    hour = planned_hour(page)
    if hour is not None:
        text = (
            _("“%(title)s” is approved. It goes live on %(hour)s.")
            if number == 1
            else _("“%(title)s” is approved for %(number)d classes. It goes live on %(hour)s.")
        )
        return text % {"title": title, "number": number, "hour": moment_text(hour)}
    text = (
        _("“%(title)s” is live.")
        if number == 1
        else _("“%(title)s” is live in %(number)d classes.")
    )
    return text % {"title": title, "number": number}
