"""The four parts of an update: filled in, or "none this period"; and where its links may lead."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django.fixtures import Settings
from wagtail.blocks import StructBlockValidationError

from classroom.blocks import CurriculumExternalLinkBlock, EventBlock
from classroom.models import PostingSlot
from classroom.models.update import PARTS
from classroom.services.updates import start_from_last
from district_cms.publishing.mechanism import PublishBlocked
from notifications.sources import told
from tests.factories.district import District
from tests.factories.pages import make_draft, make_update, update_content

pytestmark = pytest.mark.django_db

EMPTY: dict[str, Any] = {
    "lesson": [("prose", "<p> </p>")],
    "assignments": [],
    "curriculum": [],
    "events": [],
}
KEYS = [key for key, _title in PARTS]


def rules(district: District, **content: Any) -> list[str]:
    """What the gate finds, by the names of its rules."""
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
    assert refusal.value.findings[0].clause == "update-contents"
    assert rules(district, **{part: EMPTY[part], f"{part}_none": True}) == []


@pytest.mark.parametrize("part", KEYS)
@pytest.mark.parametrize("reason", ["", "We review for the test."])
def test_the_page_says_that_there_is_nothing_and_why(
    part: str, reason: str, district: District, client: Client
) -> None:
    others = {f"{key}_none": False for key in KEYS}
    filled = {"events": [("event", {"title": "Concert", "date": dt.date(2026, 11, 20)})]}
    content = update_content(
        district.curriculum,
        **{**others, **filled, part: [], f"{part}_none": True, f"{part}_none_reason": reason},
    )
    update = make_update(district.classroom, **content)
    for address in (update.url, district.classroom.url):
        page = client.get(address).text
        assert 'class="update-part__none"' in page
        assert reason in page
        assert ("Nothing this time." in page) is not bool(reason)


def test_a_part_that_is_ticked_and_filled_in_shows_what_is_there(
    district: District, client: Client
) -> None:
    content = update_content(district.curriculum, assignments_none=True)
    update = make_update(district.classroom, **content)
    page = client.get(update.url).text
    assert "Practice page 12" in page
    assert 'class="assignment' in page


@pytest.mark.parametrize("start, end, rule", [
    (None, dt.date(2026, 12, 7), "period-missing"),
    (dt.date(2026, 11, 24), None, "period-missing"),
    (dt.date(2026, 11, 24), dt.date(2026, 11, 23), "period-order"),
])  # fmt: skip
def test_the_days_that_an_update_covers_are_said_in_order(
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
def test_links_lead_only_to_the_curriculum_sites_of_the_districts_list(
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


def test_one_dead_link_among_good_ones_is_named_by_its_place(district: District) -> None:
    draft = make_draft(
        district.classroom,
        **update_content(
            district.curriculum,
            curriculum=[
                ("page", {"page": district.curriculum, "note": ""}),
                ("link", {"url": FOREIGN[0], "text": "Elsewhere"}),
            ],
        ),
    )
    (finding,) = draft.publish_findings()
    assert finding.path == (1, "url")
    assert finding.excerpt == "larkspur.example"


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


# ---------------------------------------------------------------- an update without anything
NOTHING: dict[str, Any] = {
    **EMPTY,
    **{f"{key}_none": True for key, _title in PARTS},
    "assessments": "",
    "pictures": [],
}
WHY = "No school this week: it is fall break."


def test_an_update_that_says_nothing_at_all_is_refused_at_the_sentence(district: District) -> None:
    draft = make_draft(district.classroom, **update_content(district.curriculum, **NOTHING))
    with pytest.raises(PublishBlocked) as refusal:
        draft.get_latest_revision().publish()
    assert [(f.rule, f.field) for f in refusal.value.findings] == [
        ("update-empty", "nothing_reason")
    ]


@pytest.mark.parametrize("words", ["", " ", "n/a", "Nothing.", "2026-11-24 none", "- - -"])
def test_one_word_is_no_sentence(words: str, district: District) -> None:
    assert rules(district, **NOTHING, nothing_reason=words) == ["update-empty"]


def test_reasons_of_the_parts_do_not_stand_for_the_sentence(district: District) -> None:
    reasons = {f"{key}_none_reason": "None." for key in KEYS}
    assert rules(district, **NOTHING, **reasons) == ["update-empty"]


SOMETHING: list[dict[str, Any]] = [
    {"lesson": [("prose", "<p>We place halves on a number line.</p>")]},
    {"assignments": [("assignment", {"title": "Practice page 12", "details": "", "due": None})]},
    {"events": [("event", {"title": "Concert", "date": dt.date(2026, 11, 20)})]},
    {"assessments": "<p>A quiz about fractions on Friday.</p>"},
    {"nothing_reason": WHY},
]


@pytest.mark.parametrize("content", SOMETHING, ids=lambda content: next(iter(content)))
def test_one_part_with_something_or_one_sentence_is_enough(
    content: dict[str, Any], district: District
) -> None:
    assert rules(district, **NOTHING | content) == []


def test_the_sentence_stands_on_every_page_in_place_of_four_empty_parts(
    district: District, client: Client
) -> None:
    content = update_content(district.curriculum, **NOTHING, nothing_reason=WHY)
    update = make_update(district.classroom, **content)
    make_update(
        district.classroom,
        **update_content(
            district.curriculum, title="Later", period_start=dt.date(2026, 12, 8), period_end=None
        )
        | {"period_end": dt.date(2026, 12, 20)},
    )
    assert WHY in client.get(district.classroom.url).text  # as a line among the earlier ones
    page = client.get(update.url).text
    assert WHY in page
    assert "Nothing this time." not in page


def test_the_newest_update_of_a_class_says_it_on_the_class_page(
    district: District, client: Client
) -> None:
    content = update_content(district.curriculum, **NOTHING, nothing_reason=WHY)
    make_update(district.classroom, **content)
    page = client.get(district.classroom.url).text
    assert WHY in page
    assert "Nothing new this time" in page


def test_families_read_it_in_their_message(district: District) -> None:
    content = update_content(district.curriculum, **NOTHING, nothing_reason=WHY)
    assert told(make_update(district.classroom, **content))["learning"] == WHY


def test_it_fills_the_posting_day(district: District) -> None:
    content = update_content(district.curriculum, **NOTHING, nothing_reason=WHY)
    update = make_update(district.classroom, **content)
    assert PostingSlot.objects.filter(met_by=update.translation_key).count() == 1


def test_the_sentence_of_the_last_update_is_not_carried_into_the_next(district: District) -> None:
    content = update_content(district.curriculum, **NOTHING, nothing_reason=WHY)
    make_update(district.classroom, **content)
    draft = start_from_last(classroom=district.classroom, user=district.teacher)
    assert draft.nothing_reason == ""
