"""The district's account at SendGrid: checks for `check_provider`, and its suppression lists."""

import json
from collections.abc import Iterator
from contextlib import closing
from email.utils import parseaddr
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from ...suppressions.rules import Cause
from ..base import AccountCheck, NotProcessed, Unclear
from ..callbacks import public_url
from .api import Refused, SendGridApi

# Each of them keeps SendGrid from sending to the address.
LISTS: Final[dict[Cause, tuple[str, ...]]] = {
    Cause.HARD_BOUNCE: ("bounces", "blocks", "invalid_emails"),
    Cause.COMPLAINT: ("spam_reports",),
}
# The kinds of events that we read; without them nobody learns what became of a mail.
EVENTS = ("processed", "delivered", "bounce", "dropped", "deferred", "spam_report")


def forget_address(address: str, cause: Cause) -> None:
    """Remove it from SendGrid's lists. Raises `NotProcessed` and `Unclear`."""
    with closing(SendGridApi()) as api:
        for kind in LISTS.get(cause, ()):
            try:
                api.request("DELETE", f"suppression/{kind}/{quote(address, safe='')}")
            except Refused as error:
                if error.status != 404:  # not on that list: that is what was wanted
                    raise Unclear(str(error)) from error


def check_account() -> list[AccountCheck]:
    if not settings.SENDGRID_API_KEY:
        return [AccountCheck(False, "There is no SENDGRID_API_KEY, so SendGrid sends nothing.")]
    try:
        with closing(SendGridApi()) as api:
            return [*_account(api), *_senders(api), *_webhook(api), *_tracking(api)]
    except (NotProcessed, Unclear, Refused) as error:
        problem = str(error)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # A page of something that stands in between, or of another server.
        problem = f"an unreadable answer: {type(error).__name__}"
    return [
        AccountCheck(
            False,
            f"SendGrid did not say how the account is: {problem}. Check SENDGRID_API_KEY and its "
            "scopes (mail.send; read access to user.account, sender authentication, tracking "
            "and event webhook).",
        )
    ]


def _get(api: SendGridApi, path: str) -> Any:
    return json.loads(api.request("GET", path).body)


def _account(api: SendGridApi) -> Iterator[AccountCheck]:
    account = _get(api, "user/account")
    kind, score = account.get("type") or "kind unknown", account.get("reputation")
    reputation = "" if score is None else f", sender reputation {score}"
    yield AccountCheck(True, f"SendGrid knows the account ({kind}{reputation}).")
    if "mail.send" not in _get(api, "scopes").get("scopes", []):
        yield AccountCheck(False, "The key may not send: give it the scope mail.send.")


def _senders(api: SendGridApi) -> Iterator[AccountCheck]:
    known = {each["domain"].lower(): each.get("valid") for each in _get(api, "whitelabel/domains")}
    senders = {settings.DEFAULT_FROM_EMAIL, settings.CLASS_MAIL_FROM}
    for domain in sorted({parseaddr(each)[1].rpartition("@")[2].lower() for each in senders}):
        if known.get(domain):
            yield AccountCheck(True, f"The domain {domain} is authenticated (SPF and DKIM).")
        elif domain in known:
            yield AccountCheck(
                False,
                f"The DNS records of {domain} are not as SendGrid expects them: open Sender "
                "Authentication there, compare the three CNAME records, and press Verify.",
            )
        else:
            yield AccountCheck(
                False,
                f"The domain {domain} is not authenticated at SendGrid: mail in its name will be "
                "thrown away by Gmail and Yahoo. Add it under Sender Authentication.",
            )


def _webhook(api: SendGridApi) -> Iterator[AccountCheck]:
    webhook = _get(api, "user/webhooks/event/settings")
    key = _get(api, "user/webhooks/event/settings/signed").get("public_key")
    wanted = public_url(reverse("webhooks:sendgrid_events"))
    on, url = webhook.get("enabled"), webhook.get("url")
    if not on or url != wanted:
        yield AccountCheck(
            False,
            f"The event webhook is {'on' if on else 'off'} and goes to {url or 'no address'}: "
            f"switch it on, with the address {wanted}.",
        )
    else:
        yield AccountCheck(True, f"The event webhook is on and goes to {wanted}.")
    missing = [kind for kind in EVENTS if webhook.get(kind) is not True]
    if on and missing:
        names = ", ".join(missing)
        yield AccountCheck(False, f"The event webhook leaves out: {names}. Select them.")
    if not key:
        yield AccountCheck(
            False, "The event webhook is not signed: switch Signed Event Webhook on."
        )
    elif key != settings.SENDGRID_WEBHOOK_KEY:
        yield AccountCheck(
            False,
            "SENDGRID_WEBHOOK_KEY is not the key that SendGrid signs with, so every event is "
            f"refused: set it to {key}.",
        )
    else:
        yield AccountCheck(
            True, "Its events are signed with the key that SENDGRID_WEBHOOK_KEY names."
        )


def _tracking(api: SendGridApi) -> Iterator[AccountCheck]:
    for kind in ("click", "open", "subscription"):
        if _get(api, f"tracking_settings/{kind}").get("enabled"):
            yield AccountCheck(
                False,
                f"{kind.capitalize()} tracking is on for the whole account. Our messages switch it "
                "off for themselves; switch it off under Tracking too, so that families are never "
                "watched.",
            )
