"""Taking back what one press put right: the part as it was, carried by the form, signed."""

import hashlib
import json
from typing import Any, Final

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder

from district_cms.people.models import User

from ..models import UpdatePage
from .sheet import ROWS

_SALT: Final = "classroom.composer.undo"
_A_DAY: Final = 24 * 60 * 60  # seconds
_PARTS: Final = frozenset({"lesson", "curriculum", *ROWS})


def stored_blocks(page: UpdatePage, field: str) -> list[Any]:
    """The blocks of a part as they are stored."""
    return list(getattr(page, field).get_prep_value())


def token_of(page: UpdatePage, user: User, field: str, before: list[Any]) -> str:
    """What takes this part of this account's draft back to `before`, as long as nobody changes it
    again."""
    held = {
        "page": page.pk,
        "user": user.pk,
        "field": field,
        "was": before,
        "is": _mark(page, field),
    }
    plain = json.loads(json.dumps(held, cls=DjangoJSONEncoder))  # days as they are stored
    return signing.dumps(plain, salt=_SALT, compress=True)


def undo(page: UpdatePage, user: User, token: str) -> bool:
    """Put the part back in the page in memory. False where it was changed since, or the token is
    not one of this draft."""
    try:
        held = signing.loads(token, salt=_SALT, max_age=_A_DAY)
    except signing.BadSignature:
        return False
    field = held["field"]
    if (held["page"], held["user"]) != (page.pk, user.pk) or field not in _PARTS:
        return False
    if held["is"] != _mark(page, field):
        return False
    setattr(page, field, getattr(page, field).stream_block.to_python(held["was"]))
    return True


def _mark(page: UpdatePage, field: str) -> str:
    words = json.dumps(stored_blocks(page, field), cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()
