"""The four parts of an update: filled in, or "none this period"; and allowed link targets."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django.fixtures import Settings
from wagtail.blocks import StructBlockValidationError

from classroom.blocks import CurriculumExternalLinkBlock, EventBlock
from district_cms.procedure.versions import COLUMNS
from district_cms.publishing.gate import PublishBlocked
from notifications.sources import message_of
from tests.factories.district import District
from tests.factories.pages import make_draft, make_update, update_content

pytestmark = pytest.mark.django_db

EMPTY: dict[str, Any] = {
    "lesson": [("prose", "<p> </p>")],
    "assignments": [],
    "curriculum": [],
    "events": [],
}
KEYS = list(COLUMNS)


# Events have a sentence of their own in the procedure.
CLAUSES = {"events": "events"}


def rules(district: District, **content: Any) -> list[str]:
    """Returns the ids of the rules with findings."""
    draft = make_draft(district.classroom, **update_content(district.curriculum, **content))
    return [finding.rule for finding in draft.publish_findings()]


def test_the_parts_are_those_of_the_procedure_in_its_order() -> None:
    assert KEYS == ["lesson", "assignments", "curriculum", "events"]


@pytest.mark.parametrize("part", KEYS)
def test_an_empty_part_is_refused_at_its_field_unless_it_is_ticked(
    part: str, district: District
) -> None:
    content = update_content(district.curriculum, **{part: EMPTY[part], f"{part}_none": False})
    draft = make_draft(district.classroom, **content)
    with pytest.raises(PublishBlocked) as refusal:
        draft.get_latest_revision().publish()
    assert [(f.rule, f.field) for f in refusal.value.findings] == [(f"{part}-missing", part)]
    assert refusal.value.findings[0].clause == CLAUSES.get(part, "update-contents")
    assert rules(district, **{part: EMPTY[part], f"{part}_none": True}) == []


@pytest.mark.parametrize("start, end, rule", [
    (None, dt.date(2026, 12, 7), "period-missing"),
    (dt.date(2026, 11, 24), None, "period-missing"),
    (dt.date(2026, 11, 24), dt.date(2026, 11, 23), "period-order"),
])  # fmt: skip
def test_the_days_that_an_update_covers_must_be_in_order(
    start: dt.date | None, end: dt.date | None, rule: str, district: District
) -> None:
    assert rules(district, period_start=start, period_end=end) == [rule]
    assert rules(district, period_start=start or end, period_end=start or end) == []


def test_a_curriculum_page_that_is_not_live_is_refused_at_its_block(district: District) -> None:
    content = update_content(district.curriculum)
    draft = make_draft(district.classroom, **content)
    district.curriculum.unpublish()
    draft = type(draft).objects.get(pk=draft.pk)
    (finding,) = draft.publish_findings()
    assert (finding.rule, finding.field) == ("curriculum-dead-link", "curriculum")
    assert finding.path == (0, "page")
    assert finding.excerpt == district.curriculum.title


def test_a_curriculum_page_that_was_deleted_is_refused(district: District) -> None:
    draft = make_draft(district.classroom, **update_content(district.curriculum))
    district.curriculum.delete()
    draft = type(draft).objects.get(pk=draft.pk)
    assert [finding.rule for finding in draft.publish_findings()] == ["curriculum-dead-link"]


ALLOWED = [
    "https://curriculum.larkspur.example/math/3/",
    "https://CURRICULUM.Larkspur.Example/",
    "https://maps.curriculum.larkspur.example/unit-3",
]
FOREIGN = [
    "https://larkspur.example/",
    "https://notcurriculum.larkspur.example/",
    "https://curriculum.larkspur.example.example.net/",
    "https://example.net/?at=curriculum.larkspur.example",
    "https://curriculum.larkspur.example@example.net/",
]


@pytest.mark.parametrize("address, allowed", [
    *((address, True) for address in ALLOWED),
    *((address, False) for address in FOREIGN),
])  # fmt: skip
def test_curriculum_links_must_be_on_the_districts_list(
    address: str, allowed: bool, district: District
) -> None:
    link = {"url": address, "text": "Unit 3"}
    assert rules(district, curriculum=[("link", link)]) == ([] if allowed else ["curriculum-host"])
    block = CurriculumExternalLinkBlock()
    value = block.to_python(link)
    if allowed:
        assert block.clean(value) == value
    else:
        with pytest.raises(StructBlockValidationError) as refusal:
            block.clean(value)
        assert set(refusal.value.block_errors) == {"url"}


def test_without_a_list_no_other_site_may_be_linked(district: District, settings: Settings) -> None:
    settings.CURRICULUM_LINK_HOSTS = []
    link = {"url": ALLOWED[0], "text": "Unit 3"}
    assert rules(district, curriculum=[("link", link)]) == ["curriculum-host"]


@pytest.mark.parametrize("start, end, allowed", [
    ("09:00", "10:00", True),
    ("09:00", "09:00", False),
    ("10:00", "09:00", False),
    ("09:00", "", True),
    ("", "09:00", True),
])  # fmt: skip
def test_an_event_does_not_end_before_it_begins(start: str, end: str, allowed: bool) -> None:
    block = EventBlock()
    value = block.to_python(
        {"title": "Concert", "date": "2026-11-20", "start_time": start, "end_time": end}
    )
    if allowed:
        block.clean(value)
    else:
        with pytest.raises(ValidationError) as refusal:
            block.clean(value)
        assert set(refusal.value.block_errors) == {"end_time"}


# ---------------------------------------------------------------- an update without content
NOTHING: dict[str, Any] = {
    **EMPTY,
    **{f"{key}_none": True for key in KEYS},
    "assessments": "",
    "pictures": [],
}
WHY = "No school this week: it is fall break."


def test_an_update_without_content_is_refused_at_the_reason_field(district: District) -> None:
    draft = make_draft(district.classroom, **update_content(district.curriculum, **NOTHING))
    with pytest.raises(PublishBlocked) as refusal:
        draft.get_latest_revision().publish()
    assert [(f.rule, f.field) for f in refusal.value.findings] == [
        ("update-empty", "nothing_reason")
    ]


def test_the_class_page_shows_the_reason_of_the_newest_update(
    district: District, client: Client
) -> None:
    content = update_content(district.curriculum, **NOTHING, nothing_reason=WHY)
    make_update(district.classroom, **content)
    page = client.get(district.classroom.url).text
    assert WHY in page
    assert "Nothing new this time" in page


def test_messages_to_families_show_the_reason(district: District) -> None:
    content = update_content(district.curriculum, **NOTHING, nothing_reason=WHY)
    assert message_of(make_update(district.classroom, **content))["learning"] == WHY
