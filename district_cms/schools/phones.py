"""Validation of phone numbers as people write them."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

REGION = "US"


def validate_phone(value: str) -> None:
    """Raises `ValidationError` unless `value` is a possible US phone number, such as
    "406-555-0123"."""
    try:
        number = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(
            _("“%(value)s” is not a phone number. Write it like 406-555-0123."),
            params={"value": value},
        ) from error
    # Some people can dial seven digits without the area code, but a link in a signature cannot.
    result = phonenumbers.is_possible_number_with_reason(number)
    if result != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise ValidationError(
            _("“%(value)s” has too many or too few digits. Write it like 406-555-0123."),
            params={"value": value},
        )
