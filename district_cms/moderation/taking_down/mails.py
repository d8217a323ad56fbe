"""Telling the others at once: the author and the class's teachers, the principals, the office.

After a privacy reason neither the title nor the note is repeated: they may be what must not be
read.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from district_cms.barriers.selectors import office_accounts
from district_cms.people.models import StaffRole
from district_cms.people.roles.matrix import Scope, roles_with_scope
from district_cms.people.selectors import reviewers_of
from district_cms.schools.frame import school_path
from district_cms.schools.models import DistrictSettings
from district_cms.web.accounts import Account
from district_cms.web.mail import draw, editor_url

from ..models import TakeDown
from .permissions import PUT_BACK_PRIVATE


def tell_taken_down(
    *, pages: Sequence[Any], user: Account, reason: str, note: str, said: Sequence[str]
) -> None:
    """One mail a person about all pages of one step."""
    private = reason == TakeDown.Reason.PRIVACY
    first = pages[0]
    _tell(
        first,
        "moderation/email/taken_down",
        subject=_subject_of(first, private, _("Taken down")),
        user=user,
        lines=[_line(page, private) for page in pages],
        reason=TakeDown.Reason(reason).label,
        private=private,
        note="" if private else note,
        said=said,
    )


def tell_put_back(*, page: Any, user: Account, row: TakeDown) -> None:
    """It is live again, by whomever."""
    _tell(
        page,
        "moderation/email/put_back",
        subject=_subject_of(page, row.is_private, _("Live again")),
        user=user,
        lines=[_line(page, row.is_private)],
    )


def _tell(page: Any, template: str, *, subject: str, user: Account, **context: Any) -> None:
    office = DistrictSettings.kept()
    for account, may_publish in _others(page, user):
        drawn = draw(
            template,
            subject=subject,
            office=office,
            name=account.get_short_name(),
            who=user.get_full_name() if user is not None else "",
            may_publish=may_publish,
            of_office=account.has_perm(PUT_BACK_PRIVATE),
            **context,
        )
        drawn.message(account.email).send()


def _others(page: Any, user: Account) -> list[tuple[Any, bool]]:
    """Everyone who is told, each once, without whoever did it; and whether they may publish."""
    school = Page.objects.filter(path=school_path(page.path)).first()
    publishing = [*(reviewers_of(school.pk) if school is not None else ()), *office_accounts()]
    may_publish = {account.pk for account in publishing}
    people = [page.owner, *_teachers_of(page), *publishing]
    told = {account.pk: account for account in people if account is not None and account.is_active}
    if user is not None:
        told.pop(user.pk, None)
    return [(account, account.pk in may_publish) for account in told.values()]


def _teachers_of(page: Page) -> Any:
    """The accounts that may change the page by a class of theirs, not by their office."""
    policy = policy_registry.get_by_type(Page)
    may = policy.users_with_any_permission_for_instance({"change"}, page, include_superusers=False)
    wide = StaffRole.objects.current().exclude(role__in=roles_with_scope(Scope.OWN_CLASSROOMS))
    return (
        get_user_model()
        .objects.filter(pk__in=may.values("pk"))
        .exclude(pk__in=wide.filter(staff__user__isnull=False).values("staff__user_id"))
    )


def _line(page: Any, private: bool) -> dict[str, str]:
    place = page.get_parent().title
    address = reverse("moderation_take_down", args=[page.pk])
    return {
        "title": _("An update of %(class)s") % {"class": place} if private else page.title,
        "place": "" if private else place,
        "url": editor_url(address),
    }


def _subject_of(page: Any, private: bool, what: str) -> str:
    line = _line(page, private)
    return f"{what}: {line['title']}"
