"""Who may see figures: the communications office and administrators all, principals those of their
own schools. And who may see the condition of the site."""

import hmac
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from classroom.permissions import can_see_all_days
from district_cms.people.models import User
from district_cms.people.selectors import school_ids_led_by
from district_cms.web.accounts import AnyAccount

SEE_SITE: Final = "web.view_failedwork"
RETRY_WORK: Final = "web.change_failedwork"
MANAGE_ACCOUNTS: Final = "people.change_user"


def can_see_figures(user: User, school: Page) -> bool:
    return can_see_all_days(user) or bool(user.is_active and school.pk in school_ids_led_by(user))


def can_see_any_figures(user: User) -> bool:
    return can_see_all_days(user) or bool(user.is_active and school_ids_led_by(user))


def can_see_site(user: AnyAccount) -> bool:
    return bool(user.is_active and user.has_perm(SEE_SITE))


def check_see_site(user: AnyAccount) -> None:
    if not can_see_site(user):
        raise PermissionDenied(_("Only district administrators see how the site is doing."))


def can_retry_work(user: AnyAccount) -> bool:
    return bool(user.is_active and user.has_perm(RETRY_WORK))


def check_retry_work(user: AnyAccount) -> None:
    if not can_retry_work(user):
        raise PermissionDenied(_("Only district administrators can have this tried again."))


def can_export_records(user: AnyAccount) -> bool:
    """Whoever manages accounts, everywhere: the export holds what an account did and wrote."""
    return bool(user.is_active and user.has_perm(MANAGE_ACCOUNTS))


def check_export_records(user: AnyAccount) -> None:
    if not can_export_records(user):
        raise PermissionDenied(_("Only district administrators export records."))


def can_publish_rules(user: AnyAccount) -> bool:
    return bool(user.is_active and user.has_perm("publishing.change_proceduresettings"))


def can_ask_for_details(request: HttpRequest) -> bool:
    """Returns True for a program with the token in the settings, or an account that may see the
    details."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    expected = settings.HEALTH_TOKEN.encode()
    return bool(expected and hmac.compare_digest(token, expected)) or can_see_site(request.user)
