"""Who reads the record of a class: its teachers and the principals of its school; with a reason
that is recorded, the communications office and administrators."""

from typing import Final

from district_cms.people.models import User
from district_cms.people.selectors import leads_school_of

from ...models import ClassroomPage
from ...permissions import current_classroom_ids

ALL_POSTING_DAYS: Final = "classroom.view_postingslot"


def can_see_all_days(user: User) -> bool:
    """The posting days of any class; how each stands only once a reason is recorded."""
    return bool(user.is_active and user.has_perm(ALL_POSTING_DAYS))


def can_see_standings(user: User, classroom: ClassroomPage) -> bool:
    """Who is late is for the person and the principals of the school."""
    if not user.is_active:
        return False
    if leads_school_of(user, classroom):
        return True
    return bool(current_classroom_ids(user).filter(classroom_id=classroom.pk).exists())


def can_see_record(user: User, classroom: ClassroomPage) -> bool:
    return can_see_all_days(user) or can_see_standings(user, classroom)
