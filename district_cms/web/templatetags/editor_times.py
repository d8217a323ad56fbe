"""Wagtail's words for when something was saved or sent, in the house's one format."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.templatetags import wagtailadmin_tags

from ..times import moment_text


def say_when_in_words() -> None:
    """Put ours in the place of Wagtail's tags, which write "04:13" and "6 minutes ago". Safe to
    call twice."""
    library = wagtailadmin_tags.register
    library.simple_tag(last_update, name="timesince_last_update")
    library.simple_tag(workflow_status, name="workflow_status_with_date")


def last_update(
    last_update: dt.datetime,
    show_time_prefix: bool = False,
    user_display_name: str = "",
    use_shorthand: bool = True,
) -> str:
    """ "Tuesday, November 24, 4:13 pm, by Elena Rivera". Takes what Wagtail's tag takes."""
    when = moment_text(last_update)
    if not user_display_name:
        return when
    return _("%(when)s, by %(who)s") % {"when": when, "who": user_display_name}


def workflow_status(workflow_state: Any) -> str:
    """ "Sent to Principal approval: Tuesday, November 24, 4:13 pm"."""
    task_state = workflow_state.current_task_state
    if workflow_state.status == workflow_state.STATUS_NEEDS_CHANGES:
        return _("Sent back: %(when)s") % {"when": moment_text(task_state.finished_at)}
    words = {"task": task_state.task.name, "when": moment_text(task_state.started_at)}
    if workflow_state.status == workflow_state.STATUS_IN_PROGRESS:
        return _("Sent to %(task)s: %(when)s") % words
    return _("%(status)s, %(task)s: %(when)s") % {
        **words,
        "status": workflow_state.get_status_display(),
    }
