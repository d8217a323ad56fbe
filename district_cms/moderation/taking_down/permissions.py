"""Who may take a page down at once, and who may put it back.

Everyone who may edit a page may take it down: this only hides content.
"""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.people.models import User

from ..models import TakeDown

PUT_BACK_PRIVATE = "moderation.put_back_private"


def is_of_a_kind(page: Page) -> bool:
    """Returns True if pages of this type can be taken down by their authors."""
    return bool(getattr(page.specific_class, "authors_take_down", False))


def can_take_down(user: User, page: Page) -> bool:
    """Returns True if the account may take down this page, whatever its state."""
    return bool(
        user.is_active and is_of_a_kind(page) and page.permissions_for_user(user).can_edit()
    )


def check_may_take_down(user: User, page: Page) -> None:
    """Raises `PermissionDenied` if the account may not take this page down."""
    if not can_take_down(user, page):
        raise PermissionDenied(_("This page is not one of yours."))


def can_put_back(user: User, page: Page, row: TakeDown) -> bool:
    """Returns True if the account may make it live again; after a privacy reason, only the office
    may."""
    if row.is_private and not user.has_perm(PUT_BACK_PRIVATE):
        return False
    return can_take_down(user, page)


def check_may_put_back(user: User, page: Page, row: TakeDown) -> None:
    """Raises `PermissionDenied` with a sentence that says who may."""
    check_may_take_down(user, page)
    if not can_put_back(user, page, row):
        raise PermissionDenied(
            _("It was taken down for privacy. Only the communications office can put it back.")
        )
