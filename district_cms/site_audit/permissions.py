"""Who may see audit results, and who may start an audit.

The communications office and administrators see everything. Others see the findings of pages that
they may edit: principals their schools, teachers their classes. Faults of our templates are for the
web team, and visible only to the office and administrators.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from district_cms.people.models import User

SEE_ALL = "site_audit.view_auditrun"
START = "site_audit.add_auditrun"


def can_see_everything(user: User) -> bool:
    return bool(user.is_active and user.has_perm(SEE_ALL))


def can_see_report(user: User) -> bool:
    """Returns True if the account may edit pages, and so may see their findings."""
    if not user.is_active:
        return False
    return can_see_everything(user) or bool(
        policy_registry.get_by_type(Page).user_has_permission(user, "change")
    )


def can_start(user: User) -> bool:
    return bool(user.is_active and user.has_perm(START))


def check_start(user: User) -> None:
    if not can_start(user):
        raise PermissionDenied(_("Only the communications office can start and stop audits."))


def own_page_ids(user: User) -> Any:
    """Returns the ids of the pages that this account may edit, as a query."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return pages.order_by().values("pk")
