"""Decides who may post to an activity."""

from collections.abc import Collection, Iterable

from django.db import transaction

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User
from district_cms.schools.page_cache.writers import site_changed

from .models import ActivityLeader, ActivityPage
from .permissions import check_may_choose_leaders


def stop_leading(*, people: Collection[Staff], **_others: object) -> None:
    """Removes people who leave as leaders. If they return, the principal chooses again."""
    ActivityLeader.objects.filter(staff__in=people).delete()


@transaction.atomic
def set_leaders(*, activity: ActivityPage, staff: Iterable[Staff], user: User) -> list[Staff]:
    """Lets exactly these people post. Returns the new ones. Raises `PermissionDenied`."""
    check_may_choose_leaders(user, activity)
    chosen = {person.pk: person for person in staff}
    rows = ActivityLeader.objects.select_for_update().filter(activity=activity)
    before = {row.staff_id for row in rows}
    rows.exclude(staff_id__in=chosen).delete()
    new = [person for pk, person in chosen.items() if pk not in before]
    ActivityLeader.objects.bulk_create(
        ActivityLeader(activity=activity, staff=person) for person in new
    )
    site_changed()
    if new or before - chosen.keys():
        names = ", ".join(sorted(person.full_name for person in chosen.values()))
        record(action="activity.leaders", actor=user, page=activity, leaders=names)
    return new
