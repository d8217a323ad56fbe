"""What a message knows of a class or an activity, by which families follow it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from district_cms.activities.models import ActivityLeader, ActivityPage
from district_cms.people.models.contact import is_district_address
from district_cms.schools.models import SchoolPage


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class that runs, or an activity, as a message names it. `offered_since` is None while it
    sends no mail, `texts_since` while it sends no texts."""

    page: UUID
    name: str
    school: str
    teachers: str
    url: str
    # The district's mailbox at which the teacher is asked, or where nobody has one the school's
    # office; "" where it has none either.
    ask: str
    offered_since: dt.datetime | None
    starts_on: dt.date
    path: str
    pk: int
    texts_since: dt.datetime | None = None
    ask_name: str = ""  # who is asked, as families call them
    ends_on: dt.date = dt.date.max
    is_activity: bool = False
    asks_office: bool = False


def since(offer: Any, *, by_text: bool) -> dt.datetime | None:
    """Since when a page offers a channel, by its switches; None while it does not."""
    if offer is None or not (offer.by_text if by_text else offer.offered):
        return None
    moment: dt.datetime | None = offer.texts_since if by_text else offer.since
    return moment


def office_of(school: SchoolPage | None) -> str:
    """The mailbox of a school's office, or "" where it has none of the district's."""
    return school.email if school is not None and is_district_address(school.email) else ""


def activities(schools: Mapping[str, SchoolPage], below: str) -> Iterator[ClassFacts]:
    """The public activities of these schools, given by path, by name, and the district's news. One
    query, two where there are any."""
    pages = ActivityPage.objects.live().public().filter(path__startswith=below)
    found = list(pages.select_related("mail_offer").order_by("title", "path"))
    leaders: dict[int, list[Any]] = defaultdict(list)
    if found:
        rows = ActivityLeader.objects.working().filter(activity__in=found).select_related("staff")
        for row in rows.order_by("pk"):
            leaders[row.activity_id].append(row.staff)
    for page in found:
        school = schools.get(page.path[: -page.steplen])
        if school is not None or page.is_of_district:
            name = school.title if school is not None else str(settings.DISTRICT_NAME)
            yield _facts(page, name, leaders[page.pk], office_of(school))


def _facts(page: ActivityPage, school: str, leaders: list[Any], office: str) -> ClassFacts:
    offer = getattr(page, "mail_offer", None)
    asked = next((staff for staff in leaders if is_district_address(staff.email)), None)
    own = page.contact_email if is_district_address(page.contact_email) else ""
    by_name = asked is not None and own in ("", asked.email)
    ask = own or (asked.email if asked is not None else "")
    return ClassFacts(
        page=page.translation_key,
        name=page.title,
        school=school,
        teachers=", ".join(staff.full_name for staff in leaders),
        url=page.full_url or "",
        ask=ask or office,
        asks_office=bool(office and not ask),
        offered_since=since(offer, by_text=False),
        starts_on=dt.date.min,
        path=page.path,
        pk=page.pk,
        texts_since=since(offer, by_text=True),
        ask_name=asked.full_name if asked is not None and by_name else "",
        is_activity=True,
    )
