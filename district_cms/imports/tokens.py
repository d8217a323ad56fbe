"""What travels between a preview and the yes to it: the file itself, signed, in the form.

Nothing is stored before someone says yes, and no half-finished import lies about. A token is
bound to the person, to what the import writes into, and to the changes that were shown.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core import signing

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

SALT: Final = "district.import"
TOKEN_AGE: Final = 60 * 60  # seconds
# Below Django's own limit for a form (2.5 MB), whose refusal nobody could read.
LONGEST_TOKEN: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as someone saw it: `digest` is of the plan, `options` are of the form."""

    name: str
    data: bytes
    options: dict[str, Any]
    digest: str


def seal(preview: Preview, *, user: "AbstractBaseUser | AnonymousUser", target: str) -> str:
    """The preview as text for a form."""
    payload = {
        "for": [str(user.pk), target],
        "name": preview.name,
        "data": preview.data.decode("latin-1"),
        "options": preview.options,
        "digest": preview.digest,
    }
    return signing.dumps(payload, salt=SALT, compress=True)


def unseal(token: str, *, user: "AbstractBaseUser | AnonymousUser", target: str) -> Preview | None:
    """The preview of a token; None when it is too old, not ours, or someone else's."""
    try:
        payload = signing.loads(token, salt=SALT, max_age=TOKEN_AGE)
    except signing.BadSignature:
        return None
    if payload["for"] != [str(user.pk), target]:
        return None
    return Preview(
        name=payload["name"],
        data=payload["data"].encode("latin-1"),
        options=payload["options"],
        digest=payload["digest"],
    )
