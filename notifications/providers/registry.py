"""Which provider sends: for each channel one setting, a name from here or a dotted path.

`MAIL_PROVIDER` for email, `TEXT_PROVIDER` for texts; where the second is empty, the district sends
no texts.
"""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from .base import Provider
from .trial import TrialProvider

SETTINGS: Final[Mapping[str, str]] = {"email": "MAIL_PROVIDER", "text": "TEXT_PROVIDER"}
PROVIDERS: Final[Mapping[str, Mapping[str, str]]] = {
    "email": {
        "sandbox": "notifications.providers.sandbox.SandboxProvider",
        "sendgrid": "notifications.providers.sendgrid.provider.SendGridProvider",
        "django": "notifications.providers.django_backend.DjangoBackendProvider",
    },
    "text": {
        "sandbox": "notifications.providers.sandbox.SandboxTextProvider",
        "twilio": "notifications.providers.twilio.provider.TwilioProvider",
    },
}


def channels_in_use() -> list[str]:
    """The channels that have a provider, email first."""
    return [channel for channel, setting in SETTINGS.items() if getattr(settings, setting)]


def provider_class(channel: str) -> type[Provider]:
    """The class of the provider that the settings name. Raises ImproperlyConfigured."""
    setting = SETTINGS[channel]
    name = getattr(settings, setting)
    known = PROVIDERS[channel]
    try:
        found = import_string(known.get(name, name))
    except ImportError as error:
        raise ImproperlyConfigured(
            f"{setting} is {name!r}; known are {', '.join(sorted(known))}."
        ) from error
    if not (isinstance(found, type) and issubclass(found, Provider) and found.channel == channel):
        raise ImproperlyConfigured(f"{setting} is {name!r}, which is no provider of {channel}.")
    return found


def make_provider(channel: str) -> Provider:
    """A provider for one batch of messages of a channel. In trial mode it gives on only what goes
    to people on the trial's list."""
    provider = provider_class(channel)()
    return TrialProvider(provider) if settings.SENDING_TRIAL else provider
