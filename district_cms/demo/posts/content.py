"""What an update says of one period of the content files, as `add_draft` takes it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from ..content_files import rich
from ..pages import Built, picture


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
    if shown := period.get("picture"):
        blocks.append(
            (
                "picture",
                {
                    "image": picture(built, shown["name"]),
                    "description": shown["description"],
                    "decorative": False,
                    "caption": shown.get("caption", ""),
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
