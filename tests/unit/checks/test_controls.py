"""Characters that are removed from every text."""

import pytest
from icalendar import Event

from district_cms.calendars.ical_file import content_of, new_calendar
from district_cms.checks.controls import all_without_controls, without_controls


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zoo\x0bweek", "Zoo week"),
        ("Zoo\x0c\x1fweek", "Zoo  week"),
        ("Zoo\x00\x07\x1b\x7f\ud800\uffff", "Zoo"),
        ("Zoo \u202efdp.exe\u202c \u2067week\u2069", "Zoo fdp.exe week"),
        ("Zoo\u200f\u061c 3", "Zoo\u200f\u061c 3"),
        ("One line\nand\tanother\r\n", "One line\nand\tanother\r\n"),
        ("Año\u00a0nuevo 🎉", "Año\u00a0nuevo 🎉"),
    ],
)
def test_controls_are_removed_and_line_ends_stay(typed: str, kept: str) -> None:
    assert without_controls(typed) == kept


def test_lists_and_dicts_are_cleaned_at_any_depth() -> None:
    found = all_without_controls([{"value": {"title": "a\x0bb", "day": None, "off": True}}, 3])
    assert found == [{"value": {"title": "a b", "day": None, "off": True}}, 3]


def test_a_calendar_file_has_no_controls_even_from_old_texts() -> None:
    calendar = new_calendar("Zoo\x0bclass", product="Calendar")
    event = Event()
    event.add("summary", "Trip\x0bto the zoo and back " + "🦁" * 40)
    calendar.add_component(event)
    content = content_of(calendar)
    assert b"\x0b" not in content
    (kept,) = type(calendar).from_ical(content).events
    assert kept["summary"] == "Trip to the zoo and back " + "🦁" * 40
