"""Contact addresses for families: a mailbox of the district, on pages and in staff records."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from district_cms.web.addresses import fold_address, is_address


def district_domains() -> list[str]:
    """Returns the domains of the district's own mailboxes, in lower case."""
    return [domain.lower() for domain in settings.STAFF_EMAIL_DOMAINS]


def is_district_address(value: str) -> bool:
    """Returns True if the address is on one of `STAFF_EMAIL_DOMAINS`."""
    _mailbox, _at, domain = fold_address(value).rpartition("@")
    return domain in district_domains() and is_address(value)


def validate_contact_address(value: str) -> None:
    """Raises `ValidationError` unless the address is empty or the district's.

    Source: "District provided email accounts … shall be used" (clause `district-accounts`).
    """
    if value and not is_district_address(value):
        raise ValidationError(
            _(
                "“%(value)s” is not a district address. Families ask at an address at %(domains)s, "
                "because district business goes through district accounts."
            ),
            params={"value": value, "domains": ", ".join(district_domains())},
            code="not_of_district",
        )


class DistrictContactForm:
    """A mixin for the form of a page that has a `contact_email`. Only the form refuses other
    addresses: the page with an earlier one can still be saved by other code."""

    fields: Any
    instance: Any
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, present = self.fields.get("contact_email"), self.instance.contact_email
        if field is None:
            return
        params = {"value": present, "domains": ", ".join(district_domains())}
        if present and not is_district_address(present):
            field.help_text = (
                _(
                    "“%(value)s” is not a district address, so the emails to families leave it "
                    "out. Use one at %(domains)s, or leave this empty."
                )
                % params
            )
        else:
            field.help_text = _("A district address, at %(domains)s.") % params

    def clean_contact_email(self) -> str:
        address: str = self.cleaned_data["contact_email"]
        validate_contact_address(address)
        return address
