"""Which senders are the district's: registered at the provider, and named in the settings."""

from email.utils import parseaddr

from django.conf import settings


def sender_problem(sender: str) -> str:
    """Why nothing may leave as `sender`, in a few words; "" where it is a registered one.

    Registered are whole addresses ("news@larkspur.example") and domains ("larkspur.example").
    """
    address = parseaddr(sender)[1].lower()
    domain = address.rpartition("@")[2]
    if address and {address, domain} & set(registered_senders()):
        return ""
    return "the sender is not one of the district’s registered senders"


def registered_senders() -> list[str]:
    return [each.strip().lower() for each in settings.MAIL_REGISTERED_SENDERS if each.strip()]
