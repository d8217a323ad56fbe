"""Why someone reads how a class of others stands: asked once a day for each class, and recorded."""

from typing import Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.web.accounts import SignedInRequest

from ...models import ClassroomPage
from .permissions import can_see_all_days

_KEPT: Final = "classroom.record_reasons"  # in the session: {id of a class: the day, ISO}


class RecordReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why do you need to know where this class stands?"),
        help_text=gettext_lazy(
            "It is recorded with your name, and the school’s principals can ask for it."
        ),
        min_length=10,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Say why you need to know it.")},
    )


def has_given_reason(request: SignedInRequest, classroom: ClassroomPage) -> bool:
    """Whether one was recorded in this session today, and may still count."""
    given = request.session.get(_KEPT, {}).get(str(classroom.pk))
    return given == timezone.localdate().isoformat() and can_see_all_days(request.user)


def keep_reason(request: SignedInRequest, classroom: ClassroomPage, reason: str) -> None:
    """Record it, and remember for today that it was given."""
    note_reading(classroom=classroom, user=request.user, reason=reason)
    today = timezone.localdate().isoformat()
    kept = {pk: day for pk, day in request.session.get(_KEPT, {}).items() if day == today}
    request.session[_KEPT] = {**kept, str(classroom.pk): today}


@transaction.atomic
def note_reading(*, classroom: ClassroomPage, user: User, reason: str) -> None:
    """Write down who reads it, and why. Raises `PermissionDenied` for anyone who may not."""
    if not can_see_all_days(user):
        raise PermissionDenied(_("Only the district reads the record of any class."))
    record(action="class.record_read", actor=user, page=classroom, reason=reason)
