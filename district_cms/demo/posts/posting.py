"""Posting the demo's updates, school by school."""

import datetime as dt
from collections import defaultdict

from classroom.ledger.keeping import calendar_of, district_zone, refresh_classes, refreshed_once
from district_cms.people.models import User
from district_cms.people.roles import Role

from ..backdate import Past, backdate
from ..content_files import district, periods_of
from ..pages import Built, picture
from ..progress import Say
from .in_bulk import PastWriter
from .plans import plans
from .stories import ClassStory, ToPost
from .walking import walk

PERIODS = 8


def post_all(built: Built, anchor: dt.date, say: Say) -> int:
    """Write every update: what is decided by now in bulk, what is under way through the services.
    Returns how many there are."""
    schools = _by_school(built, anchor)
    say("Adding pictures …")
    for story in (story for classes in schools.values() for story in classes):
        for post in story.posts:
            if shown := post.text.get("picture"):
                picture(built, shown["name"])
    written = 0
    pasts: dict[int, Past] = {}
    in_bulk = PastWriter(built)
    with refreshed_once():
        for place, (school, classes) in enumerate(schools.items(), start=1):
            title = built.schools[school].title
            say(f"Posting updates: school {place} of {len(schools)}, {title} …")
            written += in_bulk.write(classes)
            pasts |= _under_way(classes, built)
            refresh_classes(classroom_ids=[story.page.pk for story in classes])
    backdate(pasts)
    return written + len(pasts)


def _by_school(built: Built, anchor: dt.date) -> dict[str, list[ClassStory]]:
    calendar, zone = calendar_of(next(iter(built.classrooms.values())).school_year), district_zone()
    principals = {key: _principal(built, key) for key in built.schools}
    schools: dict[str, list[ClassStory]] = defaultdict(list)
    for number, row in enumerate(district()["classes"]):
        texts = periods_of(row)
        ahead = plans(number, row["key"], calendar=calendar, anchor=anchor, zone=zone)
        schools[row["school"]].append(
            ClassStory(
                school=built.schools[row["school"]].title,
                page=built.classrooms[row["key"]],
                teacher=built.account(row["teachers"][0]["staff"]),
                principal=principals[row["school"]],
                calendar=calendar,
                posts=[ToPost(plan, texts[place % PERIODS]) for place, plan in ahead.items()],
            )
        )
    return schools


def _under_way(classes: list[ClassStory], built: Built) -> dict[int, Past]:
    """What is not decided, and what nobody decides before it is live. Returns the past of each
    update, by its page's primary key."""
    return dict(
        walk(story, post, built) for story in classes for post in story.posts if not post.is_decided
    )


def _principal(built: Built, school: str) -> User:
    page = built.schools[school]
    return next(
        built.account(key)
        for key, staff in built.staff.items()
        if staff.roles.filter(
            role=Role.PRINCIPAL, school_id=page.pk, starts_on=None, until=None
        ).exists()
    )
