"""The demo's updates: when each class posted what, and the walk of each through the workflow."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from classroom.ledger.keeping import calendar_of, district_zone, refreshed_once
from classroom.models import UpdatePage
from classroom.services.updates import add_draft
from district_cms.moderation.services.approval import approve, send_back, submit_for_approval
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.procedure.cadence import NoSchoolRule, YearCalendar, slots
from district_cms.procedure.periods import period_from
from district_cms.publishing.models import Confirmation, subject_of
from district_cms.publishing.services import confirm_findings
from district_cms.web.clock import clock_set_to

from .backdate import Past, backdate
from .content_files import district, periods_of, rich
from .pages import Built, picture
from .progress import Say
from .school_year import ONE_DAY


class End(StrEnum):
    """How far an update has come by the anchor day."""

    LIVE = "live"
    WAITING = "waiting"  # with the school for review
    RETURNED = "returned"
    DRAFT = "draft"


# Numbers of classes whose story is another one: nothing came for the last slot but one, for which
# it still can; nothing came for the one before that; it came late.
AWAITED, MISSING, LATE = {11, 36}, {16, 52}, {7, 19, 41, 54}
# Whose last update is not live yet, and who has none for the last slot: in several schools each.
ENDS = {
    **dict.fromkeys((4, 14, 22, 27, 34, 45, 55), End.WAITING),
    **dict.fromkeys((17, 31, 47), End.RETURNED),
    **dict.fromkeys((3, 25, 38, 57), End.DRAFT),
}
SILENT = {9, 20, 43}


@dataclass(frozen=True, slots=True)
class Plan:
    """One update to be. Times are aware."""

    period: int
    day: dt.date
    submitted_at: dt.datetime
    approved_at: dt.datetime
    end: End


def post_all(built: Built, anchor: dt.date, say: Say) -> int:
    """Write, submit and approve every update. Returns how many there are."""
    schools: dict[str, list[tuple[dict[str, Any], list[Plan]]]] = defaultdict(list)
    calendar = calendar_of(next(iter(built.classrooms.values())).school_year)
    for number, row in enumerate(district()["classes"]):
        ahead = list(plans(number, row["key"], calendar, anchor))
        schools[row["school"]].append((row, ahead))
    say("Drawing pictures …")
    for row, ahead in (each for classes in schools.values() for each in classes):
        for plan in ahead:
            if drawing := periods_of(row)[plan.period % 8].get("picture"):
                picture(built, drawing["scene"])
    pasts: dict[int, Past] = {}
    with refreshed_once():
        for place, (school, classes) in enumerate(schools.items(), start=1):
            title = built.schools[school].title
            say(f"Posting updates: school {place} of {len(schools)}, {title} …")
            principal = _principal(built, school)
            for row, ahead in classes:
                pasts |= _post(row, ahead, calendar, built, principal)
    backdate(pasts)
    return len(pasts)


def _post(
    row: dict[str, Any], ahead: list[Plan], calendar: YearCalendar, built: Built, principal: User
) -> dict[int, Past]:
    """The updates of one class. Returns the past of each, by its page's primary key."""
    pasts = {}
    days = [slot.day for slot in slots(calendar, NoSchoolRule.NEXT) if slot.day]
    teacher = built.account(row["teachers"][0]["staff"])
    for plan, following in zip(ahead, [*ahead[1:], None], strict=True):
        _first, last = period_from(plan.day, days, calendar.last_day)
        if following:
            last = following.day - ONE_DAY
        content = content_of(
            periods_of(row)[plan.period % 8],
            start=plan.day,
            built=built,
            on=partial(school_day, plan.day, calendar=calendar),
        ) | {"period_end": last}
        # Otherwise its address would name the day on which the demo was loaded.
        content["slug"] = plan.day.isoformat()
        update = add_draft(
            classroom=built.classrooms[row["key"]],
            user=teacher,
            title=periods_of(row)[plan.period % 8]["theme"],
            content=content,
        )
        _walk(update, plan, teacher, principal)
        begun_at = plan.submitted_at - dt.timedelta(minutes=20)
        pasts[update.pk] = Past(begun_at, plan.submitted_at, plan.approved_at)
    return pasts


def plans(number: int, key: str, calendar: YearCalendar, anchor: dt.date) -> Iterator[Plan]:
    """What class `number` posts until `anchor`: one update a slot and one more in between.

    Pure and the same at every call. A few classes are late, miss a slot, or are not done with the
    last one, so that every state can be seen.
    """
    days = [
        slot.day
        for slot in slots(calendar, NoSchoolRule.NEXT)
        if slot.day is not None and slot.day <= anchor
    ]
    between = days[0] + dt.timedelta(days=8)
    extra = calendar.school_day_after(between) or between
    # Where a slot stays empty or is filled late, no other update may have filled it.
    posting_days = days if number in LATE | MISSING else sorted({*days, extra})
    for place, day in enumerate(posting_days):
        is_last = day == days[-1]
        if (number in AWAITED and day == days[-2]) or (number in MISSING and day == days[-3]):
            continue
        posted_for = day
        if day == days[-3] and number in LATE:
            # Two school days after, so that it is late too when it is written a day before.
            for _step in range(2):
                posted_for = calendar.school_day_after(posted_for) or posted_for
        end = _end_of_last(number) if is_last else End.LIVE
        if end is None:
            continue
        yield _plan(place, posted_for, key, end, calendar, is_last=is_last)


def _end_of_last(number: int) -> End | None:
    return None if number in SILENT else ENDS.get(number, End.LIVE)


def _plan(
    place: int, day: dt.date, key: str, end: End, calendar: YearCalendar, *, is_last: bool
) -> Plan:
    chance = int.from_bytes(hashlib.sha256(f"{key}{place}".encode()).digest()[:4], "big")
    written = day
    # On the anchor day itself the demo is loaded: what was posted for it was posted before.
    for _step in range(chance % 2 + 1 if is_last else chance % 3 == 0):
        written = calendar.school_day_before(written) or written
    zone = district_zone()
    submitted = _at(written, 7 + chance % 9, chance % 60, zone)
    return Plan(place, day, submitted, submitted + dt.timedelta(minutes=25 + chance % 150), end)


def _at(day: dt.date, hour: int, minute: int, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=zone)


def _principal(built: Built, school: str) -> User:
    page = built.schools[school]
    return next(
        built.account(key)
        for key, staff in built.staff.items()
        if staff.roles.filter(
            role=Role.PRINCIPAL, school_id=page.pk, starts_on=None, until=None
        ).exists()
    )


def _answer_questions(update: UpdatePage, plan: Plan, teacher: User) -> None:
    """As the editor's form asks before it submits: nothing is approved with a question open."""
    page = update.get_latest_revision_as_object()
    if confirm_findings(subject=page, findings=page.publish_findings(), user=teacher):
        Confirmation.objects.filter(subject=subject_of(page)).update(at=plan.submitted_at)


def _walk(update: UpdatePage, plan: Plan, teacher: User, principal: User) -> None:
    if plan.end == End.DRAFT:
        return
    with clock_set_to(plan.submitted_at):
        _answer_questions(update, plan, teacher)
        submit_for_approval(page=update, user=teacher)
    page = UpdatePage.objects.get(pk=update.pk)
    with clock_set_to(plan.approved_at):
        if plan.end == End.LIVE:
            approve(page=page, user=principal)
        elif plan.end == End.RETURNED:
            send_back(
                page=page,
                user=principal,
                comment="Please add the room for the visit, so that families can find it.",
            )


def content_of(
    period: dict[str, Any], *, start: dt.date, built: Built, on: Callable[[int], dt.date]
) -> dict[str, Any]:
    """What an update says of one period of the content files. `on` gives the day of an assignment
    or event from its number of days after `start`."""
    content: dict[str, Any] = {
        "period_start": start,
        "lesson": _lesson(period, built),
        "assignments": [
            (
                "assignment",
                {"title": a["title"], "details": rich(a["details"]), "due": on(a["due_in_days"])},
            )
            for a in period.get("assignments", [])
        ],
        "assignments_none": "assignments" not in period,
        "assignments_none_reason": period.get("assignments_none_reason", ""),
        "curriculum": [
            ("page", {"page": built.curriculum[c["key"]], "note": c.get("note", "")})
            for c in period["curriculum"]
        ],
        "events": [("event", _event(e, on(e["in_days"]))) for e in period.get("events", [])],
        "events_none": "events" not in period,
        "events_none_reason": period.get("events_none_reason", ""),
        "assessments": rich(period.get("assessments", "")),
    }
    return content


def _lesson(period: dict[str, Any], built: Built) -> list[tuple[str, Any]]:
    blocks: list[tuple[str, Any]] = [("prose", rich(period["lesson"]))]
    if table := period.get("table"):
        header = table["header"]
        blocks.append(
            (
                "table",
                {
                    "data": table["rows"],
                    "table_caption": table["caption"],
                    "table_header_choice": header,
                    "first_row_is_table_header": header in {"row", "both"},
                    "first_col_is_header": header in {"column", "both"},
                },
            )
        )
    if drawing := period.get("picture"):
        blocks.append(
            (
                "picture",
                {
                    "image": picture(built, drawing["scene"]),
                    "description": drawing["description"],
                    "decorative": False,
                    "caption": drawing.get("caption", ""),
                    "source": "district",
                    "people": "none",
                    "release": False,
                },
            )
        )
    return blocks


def _event(event: dict[str, Any], day: dt.date) -> dict[str, Any]:
    return {
        "title": event["title"],
        "date": day,
        "start_time": dt.time.fromisoformat(event["start"]) if event.get("start") else None,
        "end_time": dt.time.fromisoformat(event["end"]) if event.get("end") else None,
        "place": event.get("place", ""),
        "off_campus": event.get("off_campus", False),
        "audience": "",
    }


def school_day(start: dt.date, days: int, calendar: YearCalendar) -> dt.date:
    """The day `days` after `start`, or the next school day where there is no school."""
    wanted = start + dt.timedelta(days=days)
    if calendar.is_school_day(wanted):
        return wanted
    return calendar.school_day_after(wanted) or wanted
