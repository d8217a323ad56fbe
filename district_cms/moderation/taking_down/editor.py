"""What the editor of a page that is down says, and which of its buttons cannot work."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from district_cms.web.times import moment_text

from ..models import TakeDown
from .permissions import can_put_back, is_of_a_kind
from .selectors import down_now

# After a privacy reason the gate refuses each of these, to everyone: the way back is a screen of
# its own.
REFUSED_AFTER_PRIVACY = frozenset({"action-publish", "action-submit", "approve"})


def say_it_is_down(request: HttpRequest, page: Page) -> None:
    """Above the form: who took it down, when and why, and where it is put back."""
    row = down_now(page) if request.method == "GET" and is_of_a_kind(page) else None
    if row is None:
        return
    address = reverse("moderation_take_down", args=[page.pk])
    mine = can_put_back(request.user, page, row)  # type: ignore[arg-type]
    label = _("Put it back") if mine else _("What you can do")
    messages.warning(request, _line(row), buttons=[messages.button(address, label)])


def _line(row: TakeDown) -> str:
    who_and_when = {"who": row.by, "when": moment_text(row.at)}
    said = [_("%(who)s took this down on %(when)s. Families cannot read it.") % who_and_when]
    said.append(_("Reason: %(reason)s.") % {"reason": row.get_reason_display()})
    if row.is_private:
        # Not the note: it may be what must not be read.
        said.append(
            _(
                "Only the communications office can put it back: make the changes that are "
                "needed, save the draft, and tell the office."
            )
        )
    elif row.note:
        said.append(_("Note: “%(note)s”") % {"note": row.note})
    return " ".join(said)


def without_refused(items: list[Any], request: HttpRequest, context: Any) -> None:
    """After a privacy reason no button that only leads to a refusal."""
    page = context.get("page")
    if page is None or context["view"] != "edit" or not is_of_a_kind(page):
        return
    row = down_now(page)
    if row is not None and row.is_private:
        items[:] = [item for item in items if item.name not in REFUSED_AFTER_PRIVACY]
