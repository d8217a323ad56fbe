"""Verifies that the user of a link to a person's page also has an address of the person: a code is
sent there and typed back. The link alone may have been passed on."""

import datetime as dt
from enum import StrEnum
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...consent.services import is_stopped
from ...models import Channel, OwnDataCode, Subscriber, VerifiedAddress
from ...rules.masking import mask_address
from ...texts import messages as sending
from ...texts.numbers import CODE_FOR, TRIES, CodeForm, NumberForm, hash_of_code, is_code, new_code
from .. import mails
from ..preferences.services import addresses_of
from ..tokens import new_confirm_token


class OwnDataForm(CodeForm):
    """The form for a code, whichever way it was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from the message")
        field.error_messages["wrong"] = _(
            "This is not the code. Look at the newest message and type its six digits."
        )


class AllDataForm(OwnDataForm):
    """The form for a code, with a confirmation for deleting: on a phone the buttons are below each
    other, and deleted data cannot be restored."""

    sure = forms.BooleanField(label=_("Yes, delete my data for good"), required=False)

    def say_not_sure(self) -> None:
        self.add_error("sure", _("To delete your data, check this box. Nothing was deleted."))


class OwnNumberForm(OwnDataForm, NumberForm):
    """A new number for a person's own page, and the code that verifies the person."""

    field_order = ("code", "number")


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"  # too late, too many tries, or no code was asked for


def reachable(subscriber: Subscriber) -> list[VerifiedAddress]:
    """Returns the addresses to which a code can be sent, email first. A number that stopped texts
    gets no code either."""
    known = sorted(addresses_of(subscriber), key=lambda each: each.channel != Channel.EMAIL)
    return [each for each in known if each.channel == Channel.EMAIL or not is_stopped(each.address)]


def chosen_of(subscriber: Subscriber, key: str) -> VerifiedAddress | None:
    """Returns the address chosen by its key in `choices`, otherwise the first one."""
    known = {str(each.pk): each for each in reachable(subscriber)}
    return known.get(key) or next(iter(known.values()), None)


def choices(subscriber: Subscriber) -> list[dict[str, Any]]:
    """Returns the same as choices of a form, masked; see `components/choice_list.html`."""
    return [
        {"value": each.pk, "label": mask_address(each.address), "checked": number == 0}
        for number, each in enumerate(reachable(subscriber))
    ]


@transaction.atomic
def send_code(
    *, subscriber: Subscriber, known: VerifiedAddress, now: dt.datetime | None = None
) -> None:
    """Send a new code to this address of the person; the earlier code expires."""
    now = now or timezone.now()
    _token, nonce = new_confirm_token()
    digits = new_code()
    OwnDataCode.objects.update_or_create(
        subscriber=subscriber,
        defaults={
            "channel": known.channel,
            "nonce": nonce,
            "code_hash": hash_of_code(digits, nonce),
            "tries": 0,
            "created_at": now,
            "expires_at": now + CODE_FOR,
        },
    )
    if known.channel == Channel.TEXT:
        sending.send_code(
            number=known.address, digits=digits, language=subscriber.language, key=nonce, now=now
        )
    else:
        mails.send_code(
            address=known.address, digits=digits, language=subscriber.language, key=nonce, now=now
        )


def pending_of(subscriber: Subscriber, now: dt.datetime | None = None) -> OwnDataCode | None:
    """Returns the code that can be typed back now."""
    rows = OwnDataCode.objects.filter(subscriber=subscriber, tries__lt=TRIES)
    return rows.filter(expires_at__gt=now or timezone.now()).first()


def type_back(
    *, subscriber: Subscriber, code: str, keep: bool = False, now: dt.datetime | None = None
) -> Outcome:
    """Check a typed code. The right code works once, or with `keep` until `use_up`.

    The try is counted before the code is compared, so that two requests at once cannot share a try.
    """
    pending = pending_of(subscriber, now)
    if pending is None:
        return Outcome.OVER
    rows = OwnDataCode.objects.filter(pk=pending.pk, nonce=pending.nonce)
    if not rows.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        return Outcome.OVER
    if not is_code(code, pending.code_hash, pending.nonce):
        return Outcome.WRONG
    if keep:
        return Outcome.RIGHT
    used, _by_model = rows.delete()
    return Outcome.RIGHT if used else Outcome.OVER


def use_up(*, subscriber: Subscriber, code: str) -> bool:
    """Use up the right code, which `type_back` kept. Returns False if another request used it
    first."""
    for pending in OwnDataCode.objects.filter(subscriber=subscriber):
        if is_code(code, pending.code_hash, pending.nonce):
            used, _by_model = OwnDataCode.objects.filter(
                pk=pending.pk, nonce=pending.nonce
            ).delete()
            return bool(used)
    return False
