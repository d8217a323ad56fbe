"""What is found in thirty places is said once, with the number of places."""

from district_cms.checks.findings import Finding
from district_cms.publishing.refusals import errors_by_field, field_error, merge_repeated


def undescribed(number: int) -> list[Finding]:
    return [
        Finding("alt", "This picture has no description.", mark=str(each)) for each in range(number)
    ]


def test_a_repeated_sentence_is_shown_once_with_its_number_of_places() -> None:
    assert merge_repeated(["a", "b", "a", "a"]) == ["In 3 places: a", "b"]


def test_a_refusal_of_thirty_pictures_is_one_sentence() -> None:
    assert errors_by_field(undescribed(30)) == {
        "__all__": ["In 30 places: This picture has no description."]
    }
    assert field_error(None, undescribed(30)).messages == [
        "In 30 places: This picture has no description."
    ]


def test_one_finding_is_shown_unchanged() -> None:
    assert errors_by_field(undescribed(1)) == {"__all__": ["This picture has no description."]}
