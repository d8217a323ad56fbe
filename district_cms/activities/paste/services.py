"""Making a draft of what was pasted."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from classroom.editing.dates import dates_now
from classroom.models import ClassroomPage
from classroom.services.updates import add_draft
from district_cms.audit_log.services import record
from district_cms.people.models import User

from ..models import ActivityPage, PostPage
from .reading import Pasted


def check_may_paste(*, user: User, target: ActivityPage | ClassroomPage) -> None:
    """Raise `PermissionDenied` unless the account may write below this page."""
    if not target.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied(_("This page is not one of yours."))


@transaction.atomic
def draft_from(*, pasted: Pasted, target: ActivityPage | ClassroomPage, user: User) -> Any:
    """A draft post, or a draft update of a class, that says what was pasted. Raises
    `PermissionDenied`."""
    check_may_paste(user=user, target=target)
    blocks = list(pasted.parts)
    if isinstance(target, ClassroomPage):
        first, last = dates_now(target).period
        content = {"lesson": blocks, "period_start": first, "period_end": last}
        page: Any = add_draft(classroom=target, user=user, title=pasted.title, content=content)
    else:
        page = PostPage(title=pasted.title, body=blocks, live=False, owner=user)
        target.add_child(instance=page)
        page.save_revision(user=user, log_action="wagtail.create", clean=False)
    record(action="draft.pasted", actor=user, page=page)
    return page
