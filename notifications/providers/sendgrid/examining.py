"""What is right and wrong with the district's account at SendGrid, in sentences."""

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse

from ..base import Examined, NotProcessed, Unclear
from ..callbacks import public_url
from .account import Account, read_account
from .client import Refused

# The kinds of events that we read; without them nobody learns what became of a mail.
EVENTS = ("processed", "delivered", "bounce", "dropped", "deferred", "spam_report")


def examine_sendgrid() -> list[Examined]:
    if not settings.SENDGRID_API_KEY:
        return [Examined(False, "There is no SENDGRID_API_KEY, so SendGrid sends nothing.")]
    try:
        account = read_account()
    except (NotProcessed, Unclear, Refused) as error:
        return [
            Examined(
                False,
                f"SendGrid did not say how the account is: {error}. Check SENDGRID_API_KEY and its "
                "scopes (mail.send; read access to user.account, sender authentication, tracking "
                "and event webhook).",
            )
        ]
    return [*_account(account), *_senders(account), *_webhook(account), *_tracking(account)]


def _account(account: Account) -> Iterator[Examined]:
    reputation = "" if account.reputation is None else f", sender reputation {account.reputation}"
    yield Examined(
        True, f"SendGrid knows the account ({account.kind or 'kind unknown'}{reputation})."
    )
    if "mail.send" not in account.scopes:
        yield Examined(False, "The key may not send: give it the scope mail.send.")
    if settings.SENDGRID_SANDBOX:
        yield Examined(False, "SENDGRID_SANDBOX is on: SendGrid examines messages and sends none.")


def _senders(account: Account) -> Iterator[Examined]:
    senders = {settings.DEFAULT_FROM_EMAIL, settings.CLASS_MAIL_FROM}
    domains = sorted({parseaddr(each)[1].rpartition("@")[2].lower() for each in senders})
    for domain in domains:
        if domain in account.domains:
            yield Examined(True, f"The domain {domain} is authenticated (SPF and DKIM).")
        elif domain in account.broken_domains:
            yield Examined(
                False,
                f"The DNS records of {domain} are not as SendGrid expects them: open Sender "
                "Authentication there, compare the three CNAME records, and press Verify.",
            )
        else:
            yield Examined(
                False,
                f"The domain {domain} is not authenticated at SendGrid: mail in its name will be "
                "thrown away by Gmail and Yahoo. Add it under Sender Authentication.",
            )


def _webhook(account: Account) -> Iterator[Examined]:
    wanted = public_url(reverse("webhooks:sendgrid_events"))
    if not account.webhook_on or account.webhook_url != wanted:
        yield Examined(
            False,
            f"The event webhook is {'on' if account.webhook_on else 'off'} and goes to "
            f"{account.webhook_url or 'no address'}: switch it on, with the address {wanted}.",
        )
    else:
        yield Examined(True, f"The event webhook is on and goes to {wanted}.")
    missing = [kind for kind in EVENTS if kind not in account.webhook_events]
    if account.webhook_on and missing:
        yield Examined(False, f"The event webhook leaves out: {', '.join(missing)}. Select them.")
    if not account.webhook_key:
        yield Examined(False, "The event webhook is not signed: switch Signed Event Webhook on.")
    elif account.webhook_key != settings.SENDGRID_WEBHOOK_KEY:
        yield Examined(
            False,
            "SENDGRID_WEBHOOK_KEY is not the key that SendGrid signs with, so every event is "
            f"refused: set it to {account.webhook_key}.",
        )
    else:
        yield Examined(True, "Its events are signed with the key that SENDGRID_WEBHOOK_KEY names.")


def _tracking(account: Account) -> Iterator[Examined]:
    for kind in sorted(account.tracking):
        yield Examined(
            False,
            f"{kind.capitalize()} tracking is on for the whole account. Our messages switch it off "
            "for themselves; switch it off under Tracking too, so that families are never watched.",
        )
