"""Replaces Wagtail's template tags: caches rendered icons, and formats times as the rest of the
site does."""

import datetime as dt
from functools import lru_cache
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.templatetags import wagtailadmin_tags

from .times import moment_text

_TEMPLATE: Final = "wagtailadmin/shared/icon.html"


def draw_icons_once() -> None:
    """Replaces Wagtail's tag. Safe to call twice."""
    wagtailadmin_tags.register.simple_tag(icon, name="icon")


def icon(
    name: Any = None, classname: Any = None, title: Any = None, wrapped: bool = False
) -> SafeString:
    """Takes the arguments of Wagtail's tag. Does not cache an icon with a title, which depends on
    the reader's language and often on the page."""
    if not name:
        raise ValueError("You must supply an icon name")
    if title:
        return _draw(name, classname or "icon", wrapped, title)
    return _drawn(name, classname or "icon", bool(wrapped))


# Typed: a safe string is not escaped, and an equal plain string may have to be.
@lru_cache(maxsize=512, typed=True)
def _drawn(name: Any, classname: Any, wrapped: bool) -> SafeString:
    return _draw(name, classname, wrapped, None)


def _draw(name: Any, classname: Any, wrapped: bool, title: Any) -> SafeString:
    context = {"name": name, "classname": classname, "title": title, "wrapped": wrapped}
    return render_to_string(_TEMPLATE, context)


def say_when_in_words() -> None:
    """Replaces Wagtail's tags, which write "04:13" and "6 minutes ago". Safe to call twice."""
    library = wagtailadmin_tags.register
    library.simple_tag(last_update, name="timesince_last_update")
    library.simple_tag(workflow_status, name="workflow_status_with_date")


def last_update(
    last_update: dt.datetime,
    show_time_prefix: bool = False,
    user_display_name: str = "",
    use_shorthand: bool = True,
) -> str:
    """Returns "Tuesday, November 24, 4:13 pm, by Elena Rivera". Takes the arguments of Wagtail's
    tag."""
    when = moment_text(last_update)
    if not user_display_name:
        return when
    return _("%(when)s, by %(who)s") % {"when": when, "who": user_display_name}


def workflow_status(workflow_state: Any) -> str:
    """Returns, for example, "Sent to Principal approval: Tuesday, November 24, 4:13 pm" for the
    page's header."""
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
