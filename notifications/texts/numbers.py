"""Phone numbers that can receive texts, and the codes that verify them."""

import datetime as dt
import re
import secrets
from typing import Any, Final, override

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number

REGION: Final = "US"
# Toll-free and premium numbers get no texts from us: no telephone rings there.
_TELEPHONES: Final = frozenset(
    {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.VOIP,
    }
)


class NoNumber(ValueError):
    """The number cannot receive our texts."""


def normalize_number(text: str) -> str:
    """Returns a number of the United States and their territories in E.164 format: "+14065550123".

    Raises `NoNumber`. Normalizing the result again returns the same.
    """
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException as error:
        raise NoNumber("no number") from error
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise NoNumber("no number")
    if phonenumbers.region_code_for_number(number) not in _OURS:
        raise NoNumber("abroad")
    if phonenumbers.number_type(number) not in _TELEPHONES:
        raise NoNumber("no telephone")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


# The states, and the territories with area codes of the same plan.
_OURS: Final = frozenset({"US", "PR", "VI", "GU", "AS", "MP"})


def zone_of_number(number: str) -> str:
    """Returns the time zone of a number (E.164) by its area code; "" if that has several, or the
    value is no number."""
    try:
        zones = time_zones_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return ""
    return zones[0] if len(zones) == 1 and zones[0] != UNKNOWN_TIMEZONE else ""


class NumberField(forms.CharField):
    """A phone number; cleaned to the form in which it is stored."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=40,
            error_messages={
                "required": _("Type your phone number."),
                "invalid": _(
                    "Type the number of a mobile phone in the United States, like 406-555-0123."
                ),
            },
            widget=forms.TextInput(
                attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
            ),
            **kwargs,
        )

    @override
    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return normalize_number(typed)
        except NoNumber:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


DIGITS: Final = 6
CODE_FOR: Final = dt.timedelta(minutes=10)
TRIES: Final = 5
_SALT: Final = "notifications.texts.code"
_NO_DIGIT: Final = re.compile(r"[\s.–-]+")


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def hash_of_code(code: str, token_hash: str) -> str:
    """Returns the stored form of a code. Keyed, because a million codes are quickly tried, and
    different for each request."""
    return salted_hmac(_SALT, f"{token_hash}:{code}", algorithm="sha256").hexdigest()


def is_code(typed: str, code_hash: str, token_hash: str) -> bool:
    """Returns True if this is the code, in constant time."""
    return constant_time_compare(hash_of_code(typed, token_hash), code_hash)


def as_typed(text: str) -> str:
    """Returns a code without the spaces and dashes that people type: "123 456" becomes "123456"."""
    return _NO_DIGIT.sub("", text)


class NumberForm(forms.Form):
    """One phone number."""

    number = NumberField(label=_("Your mobile phone number"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # the form's own messages say what is missing


class CodeForm(forms.Form):
    """The code from the text."""

    code = forms.CharField(
        label=_("Code from the text"),
        max_length=20,
        error_messages={
            "required": _("Type the code."),
            "wrong": _("This is not the code. Look at the newest text and type its six digits."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_code(self) -> str:
        code = as_typed(self.cleaned_data["code"])
        if not (len(code) == DIGITS and code.isascii() and code.isdigit()):
            raise forms.ValidationError(self.fields["code"].error_messages["wrong"], code="wrong")
        return code

    def say_wrong(self) -> None:
        self.add_error("code", self.fields["code"].error_messages["wrong"])
