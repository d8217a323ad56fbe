"""Who asks, as a type, for the rooms that stand below `people`.

The project's own account model is known to the type checker by Django's setting; at run time these
names stand for any account.
"""

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import _AnyUser as AnyAccount
    from django.contrib.auth.models import _User as Account
else:
    Account = AnyAccount = AbstractBaseUser

__all__ = ["Account", "AnyAccount", "SignedInRequest"]


class SignedInRequest(HttpRequest):
    """A request behind the editor's or the staff area's sign-in: its user is an account."""

    user: Account
