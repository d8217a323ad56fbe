"""Reports an error in one's staff record by mail to those who can change it."""

from typing import Any, Final

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User
from district_cms.people.models.contact import is_district_address
from district_cms.people.roles import Role
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.rate_limits import Limit

REPORTS: Final = Limit("signature_record", times=5, seconds=24 * 3600)

PARTS: Final = (
    ("name", _("My name")),
    ("title", _("My job title")),
    ("phone", _("My phone")),
    ("email", _("My email")),
    ("school", _("My schools")),
    ("other", _("Something else")),
)


class RecordReportForm(forms.Form):
    """What is wrong, and what is right."""

    part = forms.ChoiceField(label=_("What is wrong?"), choices=PARTS)
    words = forms.CharField(
        label=_("What should it say?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


class MissingRecordForm(forms.Form):
    """What an administrator needs to know to add the record."""

    words = forms.CharField(
        label=_("Your job title and where you work"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write your job title and your school or department.")},
    )


class NobodyToTell(LookupError):
    """Neither an administrator nor the communications office has an address."""


@transaction.atomic
def report_record(*, staff: Staff, part: str, words: str) -> int:
    """Mails each administrator, or the communications office if there is none. Returns the number
    of mails. Raises `NobodyToTell`.

    The log says which part of the record is wrong, not what was written."""
    # Replies go to the district's own addresses only.
    own = staff.email if staff.email and is_district_address(staff.email) else ""
    number = _send(
        "record_report",
        gettext("%(name)s: the staff record needs a change") % {"name": staff},
        own,
        staff=staff,
        part=dict(PARTS)[part],
        words=words,
        record_url=editor_url(reverse("staff:edit", args=[staff.pk])),
    )
    record(action="signature.record_reported", actor=staff.user or staff, part=part)
    return number


@transaction.atomic
def report_no_record(*, user: User, words: str) -> int:
    """Mails the same people that this account has no staff record. Returns the number of mails.
    Raises `NobodyToTell`."""
    name = user.get_full_name() or user.email
    number = _send(
        "record_missing",
        gettext("%(name)s has no staff record") % {"name": name},
        user.email,
        account=user,
        name=name,
        words=words,
        list_url=editor_url(reverse("staff:index")),
    )
    record(action="signature.record_missing", actor=user)
    return number


def _send(template: str, subject: str, reply_to: str, **context: Any) -> int:
    addresses = _addresses(Role.ADMINISTRATOR) or _addresses(Role.COMMUNICATIONS)
    if not addresses:
        raise NobodyToTell
    rendered = draw(
        f"signatures/email/{template}", subject=subject, office=DistrictSettings.cached(), **context
    )
    for address in addresses:
        message = rendered.message(address)
        message.reply_to = [reply_to] if reply_to else []
        message.send()
    return len(addresses)


def _addresses(role: Role) -> list[str]:
    rows: Any = Staff.objects.with_role(role).select_related("user").order_by("pk")
    addresses = (
        each.user.email if each.user and each.user.is_active else each.email for each in rows
    )
    return list(dict.fromkeys(address for address in addresses if address))
