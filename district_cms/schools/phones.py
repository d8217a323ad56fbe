"""Phone numbers, checked and shown as people write them."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

REGION = "US"


def validate_phone(value: str) -> None:
    """Raise `ValidationError` unless `value` is a number that could be called, such as
    "406-555-0123"."""
    try:
        number = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(
            _("“%(value)s” is not a phone number. Write it like 406-555-0123."),
            params={"value": value},
        ) from error
    # Seven digits without the area code can be dialed by some, and by no link in a signature.
    found = phonenumbers.is_possible_number_with_reason(number)
    if found != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise ValidationError(
            _("“%(value)s” has too many or too few digits. Write it like 406-555-0123."),
            params={"value": value},
        )
