"""The mails about decisions: a person's own with the reasons, and the office's with numbers.

What the office is told holds neither a quote nor a reason: those stand behind the sign-in.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.people.models import Staff
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url

from ..models import Decision
from .clauses import CLAUSES
from .words import quoted

FOLDER: Final = "signatures/email"
MOST_LINES: Final = 50


def address_of(staff: Staff) -> str:
    """Where a person reads mail about their work: the account's address, else the record's."""
    if staff.user is not None and staff.user.is_active and staff.user.email:
        return staff.user.email
    return staff.email


def send_decisions(*, staff: Staff, decisions: Sequence[Decision]) -> None:
    """Tell a person what was decided, with the reason and the clause of each refusal."""
    refused = [
        {"decision": one, "clause": quoted(CLAUSES[one.kind])}
        for one in decisions
        if not one.approved
    ]
    subject = ngettext(
        "What you sent us for your signature is decided",
        "%(number)d answers about your signature",
        len(decisions),
    ) % {"number": len(decisions)}
    _send(
        "decisions",
        address_of(staff),
        subject=subject,
        name=staff.given_name,
        approved=[one for one in decisions if one.approved],
        refused=refused,
        signature_url=_absolute("signatures:my_signature"),
    )


def send_to_office(*, address: str, new: int, decided: Sequence[Decision]) -> None:
    """Tell one account of the office how much came in, and what its people decided."""
    if new:
        subject = ngettext(
            "%(number)d question about signatures is waiting for you",
            "%(number)d questions about signatures are waiting for you",
            new,
        ) % {"number": new}
    else:
        subject = _("Decided about signatures")
    _send(
        "approvals_office",
        address,
        subject=subject,
        new=new,
        decided=decided[:MOST_LINES],
        queue_url=_absolute("signatures_approvals"),
    )


def _absolute(name: str) -> str:
    return editor_url(reverse(name))


def _send(template: str, to: str, *, subject: str, **context: Any) -> None:
    drawn = draw(f"{FOLDER}/{template}", subject=subject, office=DistrictSettings.kept(), **context)
    drawn.message(to).send()
