"""Codes that prove a number: six digits, ten minutes, five tries."""

import datetime as dt
import re
import secrets
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS: Final = 6
CODE_FOR: Final = dt.timedelta(minutes=10)
TRIES: Final = 5
_SALT: Final = "notifications.texts.code"
_NO_DIGIT: Final = re.compile(r"[\s.–-]+")


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def hash_of_code(code: str, token_hash: str) -> str:
    """What is stored of a code. Keyed, since a million codes are soon tried, and different for
    each request."""
    return salted_hmac(_SALT, f"{token_hash}:{code}", algorithm="sha256").hexdigest()


def is_code(typed: str, code_hash: str, token_hash: str) -> bool:
    """Whether this is the code. Takes as long for one that nearly is."""
    return constant_time_compare(hash_of_code(typed, token_hash), code_hash)


def as_typed(text: str) -> str:
    """A code without the spaces and dashes that people put into it: "123 456" is "123456"."""
    return _NO_DIGIT.sub("", text)
