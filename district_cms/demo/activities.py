"""Building the demo's activities and news, through the services that people use."""

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


@cache
def _content() -> dict[str, Any]:
    """The whole of `activities.toml`; the shape is described at its top."""
    return tomllib.loads((FOLDER / "activities.toml").read_text(encoding="utf-8"))


def activities() -> list[dict[str, Any]]:
    """Those of the schools, as the content file has them."""
    found: list[dict[str, Any]] = _content()["activities"]
    return found


def district_news() -> dict[str, Any]:
    """The same of the district's news."""
    return _content()["district_news"]


def build_activities(built: Built, anchor: dt.date) -> None:
    """Make the pages, choose who posts, and let them post what the principal approved; and let the
    office post the district's news."""
    pasts: dict[int, Past] = _build_district_news(built, anchor)
    for row in activities():
        page = publish_new_page(
            parent=built.schools[row["school"]],
            page=ActivityPage(
                title=row["title"],
                slug=row["key"],
                kind=row["kind"],
                introduction=rich(row["introduction"]),
                meets=row["meets"],
            ),
            user=built.office,
        )
        set_leaders(activity=page, staff=[built.staff[row["author"]]], user=built.office)
        built.activities[row["key"]] = page
        for post in row["posts"]:
            pasts |= _post(page, post, _weekday(anchor, post), built, row)
    backdate(pasts)


def _build_district_news(built: Built, anchor: dt.date) -> dict[int, Past]:
    row = district_news()
    office = built.account(row["author"])
    page = publish_new_page(
        parent=built.home,
        page=ActivityPage(
            title=row["title"],
            slug=row["key"],
            kind=ActivityPage.Kind.NEWS,
            introduction=rich(row["introduction"]),
        ),
        user=office,
    )
    built.activities[row["key"]] = page
    pasts = {}
    for told in row["posts"]:
        day = _weekday(anchor, told)
        post = _draft(told, day, office)
        # What is published by whoever may is live at once.
        moment = dt.datetime.combine(day, APPROVED, district_zone())
        with clock_set_to(moment):
            publish_new_page(parent=page, page=post, user=office)
        pasts[post.pk] = Past(moment - dt.timedelta(minutes=15), moment, moment)
    return pasts


def _weekday(anchor: dt.date, post: dict[str, Any]) -> dt.date:
    day = anchor - post["days_ago"] * ONE_DAY
    while day.weekday() >= SATURDAY:
        day -= ONE_DAY
    return day


def _draft(post: dict[str, Any], day: dt.date, author: User) -> PostPage:
    page = PostPage(title=post["title"], body=[("prose", post["text"])], live=False, owner=author)
    # Posts of one page are three days apart at least: no two fall on one Friday.
    page.slug = day.isoformat()
    if "date" in post:
        page.events = [("event", _event(post["date"], day))]
    return page


def author_of(built: Built, row: dict[str, Any]) -> User:
    """The account, read again: it may post since its activity was made."""
    return User.objects.get(pk=built.account(row["author"]).pk)


def _post(
    activity: ActivityPage, post: dict[str, Any], day: dt.date, built: Built, row: dict[str, Any]
) -> dict[int, Past]:
    author, zone = author_of(built, row), district_zone()
    page = _draft(post, day, author)
    activity.add_child(instance=page)
    page.save_revision(user=author, log_action="wagtail.create")
    submitted = dt.datetime.combine(day, SUBMITTED, zone)
    approved = dt.datetime.combine(day, APPROVED, zone)
    with clock_set_to(submitted):
        submit_for_approval(page=page, user=author)
    with clock_set_to(approved):
        approve(page=PostPage.objects.get(pk=page.pk), user=built.account(row["approver"]))
    return {page.pk: Past(submitted - dt.timedelta(minutes=15), submitted, approved)}


def _event(date: dict[str, Any], day: dt.date) -> dict[str, Any]:
    on = day + date["in_days"] * ONE_DAY
    while on.weekday() >= SATURDAY:  # the district office registers nobody on a Sunday
        on += ONE_DAY
    return {
        "title": date["title"],
        "date": on,
        "start_time": dt.time.fromisoformat(date["start"]),
        "end_time": dt.time.fromisoformat(date["end"]),
        "place": date["place"],
    }
