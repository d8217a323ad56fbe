"""Which senders are the district's: registered at the provider, and named in the settings; and
where answers to them go."""

from email.utils import parseaddr

from django.conf import settings

from district_cms.schools.models import DistrictSettings

from .base import Examined


def sender_problem(sender: str) -> str:
    """Why nothing may leave as `sender`, in a few words; "" where it is a registered one.

    Registered are whole addresses ("news@larkspur.example") and domains ("larkspur.example").
    """
    address = parseaddr(sender)[1].lower()
    domain = address.rpartition("@")[2]
    if address and {address, domain} & set(registered_senders()):
        return ""
    return "the sender is not one of the district’s registered senders"


def text_sender() -> str:
    """The service or the number by which texts leave; "" where the district sends none."""
    return str(settings.TWILIO_MESSAGING_SERVICE_SID or settings.TWILIO_FROM_NUMBER)


def registered_senders() -> list[str]:
    return [each.strip().lower() for each in settings.MAIL_REGISTERED_SENDERS if each.strip()]


def examine_answers() -> Examined:
    """Whether what families answer to their updates reaches a mailbox of the district."""
    mailbox = DistrictSettings.kept().email
    domain = mailbox.rpartition("@")[2].lower()
    if not mailbox:
        return Examined(
            False,
            "What families answer to class updates goes to the sender’s own address, which may "
            "have no mailbox: give the district an email address under Settings > District in the "
            "editor.",
        )
    if domain not in {*settings.STAFF_EMAIL_DOMAINS, *registered_senders()}:
        return Examined(
            False,
            f"What families answer to class updates goes to {mailbox}, which is no mailbox of the "
            "district: change the email address under Settings > District in the editor.",
        )
    return Examined(
        True, f"What families answer to class updates goes to {mailbox}: someone must read it."
    )
