"""Which provider sends: `settings.MAIL_PROVIDER`, a name from here or a dotted path."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from .base import MailProvider

PROVIDERS = {
    "sandbox": "notifications.providers.sandbox.SandboxProvider",
    "django": "notifications.providers.django_backend.DjangoBackendProvider",
}


def provider_class() -> type[MailProvider]:
    """The class of the provider that the settings name. Raises ImproperlyConfigured."""
    name = settings.MAIL_PROVIDER
    try:
        found = import_string(PROVIDERS.get(name, name))
    except ImportError as error:
        raise ImproperlyConfigured(
            f"MAIL_PROVIDER is {name!r}; known are {', '.join(sorted(PROVIDERS))}."
        ) from error
    if not (isinstance(found, type) and issubclass(found, MailProvider)):
        raise ImproperlyConfigured(f"MAIL_PROVIDER is {name!r}, which is no MailProvider.")
    return found


def make_provider() -> MailProvider:
    """A provider for one batch."""
    return provider_class()()
