"""The provider of each channel: a name from this module, or a dotted path.

`MAIL_PROVIDER` for email, `TEXT_PROVIDER` for texts; if the second is empty, the district sends no
texts.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from .base import Accepted, Answer, Outgoing, Provider

SETTINGS: Final[Mapping[str, str]] = {"email": "MAIL_PROVIDER", "text": "TEXT_PROVIDER"}
PROVIDERS: Final[Mapping[str, Mapping[str, str]]] = {
    "email": {
        "sandbox": "notifications.providers.registry.SandboxProvider",
        "sendgrid": "notifications.providers.sendgrid.provider.SendGridProvider",
        "django": "notifications.providers.smtp.DjangoBackendProvider",
    },
    "text": {
        "sandbox": "notifications.providers.registry.SandboxTextProvider",
        "twilio": "notifications.providers.twilio.provider.TwilioProvider",
    },
}


def channels_in_use() -> list[str]:
    """Returns the channels that have a provider, email first."""
    return [channel for channel, setting in SETTINGS.items() if getattr(settings, setting)]


def provider_class(channel: str) -> type[Provider]:
    """Returns the provider class from the settings. Raises `ImproperlyConfigured`."""
    setting = SETTINGS[channel]
    name = getattr(settings, setting)
    known = PROVIDERS[channel]
    try:
        provider = import_string(known.get(name, name))
    except ImportError as error:
        raise ImproperlyConfigured(
            f"{setting} is {name!r}; known are {', '.join(sorted(known))}."
        ) from error
    if not (
        isinstance(provider, type)
        and issubclass(provider, Provider)
        and provider.channel == channel
    ):
        raise ImproperlyConfigured(f"{setting} is {name!r}, which is no provider of {channel}.")
    return provider


def make_provider(channel: str) -> Provider:
    """Returns a provider for one batch of messages of a channel."""
    return provider_class(channel)()


def may_receive(address: str) -> bool:
    """Returns True if the address may receive messages. In trial mode only those on its list: an
    address, all addresses of a domain, or a number."""
    if not settings.SENDING_TRIAL:
        return True
    listed = {_normalized(each) for each in settings.SENDING_TRIAL_RECIPIENTS}
    return bool({address.lower(), address.lower().rpartition("@")[2]} & listed)


def _normalized(listed: str) -> str:
    """Normalizes an entry of the list: people write numbers with punctuation, and domains with an
    at sign."""
    if listed.strip().startswith("+"):
        return "+" + "".join(sign for sign in listed if sign.isdecimal())
    return listed.strip().lower().removeprefix("@")


class SandboxProvider(Provider):
    """Sends nothing to anyone: the demo's provider. The Outbox shows what it "sent"."""

    name = "sandbox"
    reaches_people = False
    most_at_once = 200

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        return [Accepted(id=f"sandbox-{message.id}") for message in messages]


class SandboxTextProvider(SandboxProvider):
    channel = "text"
