"""Who may see how the site is doing, and have failed work tried again."""

import hmac
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from district_cms.web.accounts import AnyAccount

LOOK: Final = "web.view_failedwork"
ACT: Final = "web.change_failedwork"


def may_look(user: AnyAccount) -> bool:
    return bool(user.is_active and user.has_perm(LOOK))


def may_act(user: AnyAccount) -> bool:
    return bool(user.is_active and user.has_perm(ACT))


def check_look(user: AnyAccount) -> None:
    if not may_look(user):
        raise PermissionDenied(_("Only district administrators see how the site is doing."))


def check_act(user: AnyAccount) -> None:
    if not may_act(user):
        raise PermissionDenied(_("Only district administrators can have this tried again."))


def may_ask_for_details(request: HttpRequest) -> bool:
    """A program with the token of the settings, or an account that may look."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    token = settings.HEALTH_TOKEN.encode()
    return bool(token and hmac.compare_digest(given, token)) or may_look(request.user)
