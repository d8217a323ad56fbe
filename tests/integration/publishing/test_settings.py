"""What the district decides: only what can be followed is saved, and the gate follows it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from district_cms.publishing.gate import PublishBlocked
from district_cms.publishing.models import ProcedureSettings
from tests.factories.district import District
from tests.factories.pages import make_draft, update_content

pytestmark = pytest.mark.django_db

UNSAFE = {
    r"(a+)+": "repeats a repetition",
    r"LV-(\d{5}": "not a clear regular expression",
    r"\d*": "empty text",
    r"LV-\d+(?#note)": "comment",
    "x" * 501: "longer than 500",
}


@pytest.mark.parametrize("pattern", UNSAFE)
def test_an_unsafe_pattern_is_refused_naming_its_line_and_itself(pattern: str) -> None:
    chosen = ProcedureSettings(student_number_patterns=f"LV-\\d{{5}}\n\n  {pattern}\n")
    with pytest.raises(ValidationError) as refusal:
        chosen.full_clean()
    (message,) = refusal.value.message_dict["student_number_patterns"]
    assert message.startswith(f"Line 3, “{pattern}”: ")
    assert UNSAFE[pattern] in message


def test_patterns_are_the_lines_without_the_blank_ones() -> None:
    chosen = ProcedureSettings(student_number_patterns="\n LV-\\d{5} \n\n\tJC\\d{6}\n")
    chosen.full_clean()
    assert chosen.patterns == (r"LV-\d{5}", r"JC\d{6}")


def test_without_a_choice_the_settings_are_those_of_the_procedure(db: None) -> None:
    chosen = ProcedureSettings.load()
    chosen.full_clean()
    assert (chosen.no_school_rule, chosen.minimum_school_days, chosen.patterns) == ("next", 10, ())


@pytest.mark.parametrize("days, allowed", [(0, True), (23, True), (24, False)])
def test_a_month_has_at_most_23_school_days(days: int, allowed: bool) -> None:
    chosen = ProcedureSettings(minimum_school_days=days)
    if allowed:
        chosen.full_clean()
    else:
        with pytest.raises(ValidationError):
            chosen.full_clean()


def choose(patterns: str) -> None:
    chosen = ProcedureSettings.load()
    chosen.student_number_patterns = patterns
    chosen.full_clean()
    chosen.save()


WORDS = "Bring the folder of LV-48213 to the library."


def test_the_gate_finds_the_numbers_of_this_district(district: District) -> None:
    lesson = [("prose", f"<p>{WORDS}</p>")]
    content = update_content(district.curriculum, lesson=lesson)
    draft = make_draft(district.classroom, **content)
    assert draft.blocking_findings() == []
    choose(r"\bLV-\d{5}\b")
    with pytest.raises(PublishBlocked) as refusal:
        draft.get_latest_revision().publish()
    assert [finding.rule for finding in refusal.value.findings] == ["student-number"]
    # What it shows of the number is not enough to know the student by.
    assert "48213" not in str(refusal.value)


def form(**fields: object) -> dict[str, object]:
    return {
        "no_school_rule": "previous",
        "minimum_school_days": 8,
        "student_number_patterns": "",
        **fields,
    }


def address() -> str:
    return reverse("wagtailsettings:edit", args=["publishing", "proceduresettings"])
