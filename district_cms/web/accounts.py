"""The account type for apps below `people`.

Django's setting tells the type checker the project's own account model; at run time these names
mean any account.
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
    """A request that passed the sign-in of the editor or the staff area: its user is an account."""

    user: Account
