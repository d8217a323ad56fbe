"""What SendGrid says of the district's account, and its lists of addresses."""

from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from ...suppressions.rules import Cause
from ..base import Unclear
from .client import MannerlyClient, Refused, outcome, sendgrid_client

# Each of them keeps SendGrid from sending to the address.
LISTS: Final[dict[Cause, tuple[str, ...]]] = {
    Cause.HARD_BOUNCE: ("bounces", "blocks", "invalid_emails"),
    Cause.COMPLAINT: ("spam_reports",),
}
TRACKING: Final = ("click", "open", "subscription")


@dataclass(frozen=True, slots=True)
class Account:
    """`domains` are authenticated ones, as SendGrid last found them. `tracking` are the kinds that
    are on for the whole account."""

    kind: str
    reputation: float | None
    scopes: frozenset[str]
    domains: frozenset[str]
    broken_domains: frozenset[str]
    webhook_url: str
    webhook_on: bool
    webhook_events: frozenset[str]
    webhook_key: str
    tracking: frozenset[str]


def forget_address(address: str, cause: Cause) -> None:
    """Remove it from SendGrid's lists. Raises `NotProcessed` and `Unclear`."""
    with closing(sendgrid_client()) as client:
        for kind in LISTS.get(cause, ()):
            try:
                outcome(client.suppression._(kind)._(quote(address, safe="")).delete)
            except Refused as error:
                if error.status != 404:  # not on that list: that is what was wanted
                    raise Unclear(str(error)) from error


def read_account() -> Account:
    """Everything that `check_provider` looks at. Raises `NotProcessed`, `Unclear` and `Refused`."""
    with closing(sendgrid_client()) as client:
        try:
            return _read(client)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            # A page of something that stands in between, or of another server.
            raise Unclear(f"an unreadable answer: {type(error).__name__}") from error


def _read(client: MannerlyClient) -> Account:
    account = _get(client.user.account)
    domains = _get(client.whitelabel.domains) or []
    webhook = _get(client.user.webhooks.event.settings)
    signed = _get(client.user.webhooks.event.settings.signed)
    return Account(
        kind=str(account.get("type", "")),
        reputation=account.get("reputation"),
        scopes=frozenset(_get(client.scopes).get("scopes", [])),
        domains=frozenset(each["domain"].lower() for each in domains if each.get("valid")),
        broken_domains=frozenset(
            each["domain"].lower() for each in domains if not each.get("valid")
        ),
        webhook_url=str(webhook.get("url") or ""),
        webhook_on=bool(webhook.get("enabled")),
        webhook_events=frozenset(name for name, on in webhook.items() if on is True),
        webhook_key=str(signed.get("public_key") or ""),
        tracking=frozenset(kind for kind in TRACKING if _tracks(client, kind)),
    )


def _tracks(client: MannerlyClient, kind: str) -> bool:
    return bool(_get(client.tracking_settings._(kind)).get("enabled"))


def _get(place: Any) -> Any:
    return outcome(place.get).to_dict
