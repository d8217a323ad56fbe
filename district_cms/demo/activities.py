"""Builds the demo's activities and news, through the services that people use."""

import datetime as dt
import tomllib
from functools import cache
from typing import Any

from classroom.ledger.refresh import district_zone
from district_cms.activities.models import ActivityPage, PostPage
from district_cms.activities.services import set_leaders
from district_cms.moderation.services import approve, submit_for_approval
from district_cms.people.models import User
from district_cms.schools.services.site import publish_new_page
from district_cms.web.clock import clock_set_to

from .backdate import Past, backdate
from .content_files import FOLDER, rich
from .pages import Built
from .school_year import ONE_DAY

SATURDAY = 5
SUBMITTED, APPROVED = dt.time(10, 5), dt.time(13, 20)
WRITING = dt.timedelta(minutes=15)


@cache
def _content() -> dict[str, Any]:
    """Returns the content of `activities.toml`, whose format is described at its top."""
    return tomllib.loads((FOLDER / "activities.toml").read_text(encoding="utf-8"))


def activities() -> list[dict[str, Any]]:
    """Returns the activities of the schools."""
    rows: list[dict[str, Any]] = _content()["activities"]
    return rows


def district_news() -> dict[str, Any]:
    """Returns the district's news."""
    return _content()["district_news"]


def build_activities(built: Built, anchor: dt.date) -> None:
    """Creates the pages, chooses who posts, and posts with the principal's approval; also posts the
    district's news."""
    pasts: dict[int, Past] = {}
    for row in (district_news(), *activities()):
        school = built.schools.get(row.get("school", ""))
        page = publish_new_page(
            parent=school or built.home,
            page=ActivityPage(
                title=row["title"],
                slug=row["key"],
                kind=row.get("kind", ActivityPage.Kind.NEWS),
                introduction=rich(row["introduction"]),
                meets=row.get("meets", ""),
            ),
            user=built.office if school else built.account(row["author"]),
        )
        if school:
            set_leaders(activity=page, staff=[built.staff[row["author"]]], user=built.office)
        built.activities[row["key"]] = page
        pasts |= dict(
            _post(page, post, _weekday(anchor, post), built, row) for post in row["posts"]
        )
    backdate(pasts)


def _weekday(anchor: dt.date, post: dict[str, Any]) -> dt.date:
    day = anchor - post["days_ago"] * ONE_DAY
    while day.weekday() >= SATURDAY:
        day -= ONE_DAY
    return day


def _draft(post: dict[str, Any], day: dt.date, author: User) -> PostPage:
    page = PostPage(title=post["title"], body=[("prose", post["text"])], live=False, owner=author)
    # Posts of one page are at least three days apart, so no two move to the same Friday.
    page.slug = day.isoformat()
    if "date" in post:
        page.events = [("event", _event(post["date"], day))]
    return page


def author_of(built: Built, row: dict[str, Any]) -> User:
    """Returns the account, reloaded: it may post since its activity was created."""
    return User.objects.get(pk=built.account(row["author"]).pk)


def _post(
    activity: ActivityPage, post: dict[str, Any], day: dt.date, built: Built, row: dict[str, Any]
) -> tuple[int, Past]:
    author, zone = author_of(built, row), district_zone()
    page = _draft(post, day, author)
    submitted = dt.datetime.combine(day, SUBMITTED, zone)
    approved = dt.datetime.combine(day, APPROVED, zone)
    if "approver" not in row:  # the office publishes without approval
        with clock_set_to(approved):
            publish_new_page(parent=activity, page=page, user=author)
        return page.pk, Past(approved - WRITING, approved, approved)
    activity.add_child(instance=page)
    page.save_revision(user=author, log_action="wagtail.create")
    with clock_set_to(submitted):
        submit_for_approval(page=page, user=author)
    with clock_set_to(approved):
        approve(page=PostPage.objects.get(pk=page.pk), user=built.account(row["approver"]))
    return page.pk, Past(submitted - WRITING, submitted, approved)


def _event(date: dict[str, Any], day: dt.date) -> dict[str, Any]:
    on = day + date["in_days"] * ONE_DAY
    while on.weekday() >= SATURDAY:  # not on a weekend, when the office is closed
        on += ONE_DAY
    return {
        "title": date["title"],
        "date": on,
        "start_time": dt.time.fromisoformat(date["start"]),
        "end_time": dt.time.fromisoformat(date["end"]),
        "place": date["place"],
    }
