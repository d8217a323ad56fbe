"""Phone numbers that records of the district accept."""

import pytest
from django.core.exceptions import ValidationError

from district_cms.schools.phones import validate_phone


@pytest.mark.parametrize(
    "number", ["406-555-0123", "(406) 555-0123", "406.555.0123 ext. 12", "+1 406 555 0123"]
)
def test_a_whole_number_is_taken(number: str) -> None:
    validate_phone(number)


@pytest.mark.parametrize("number", ["555-0123", "406-555-01", "406-555-01234", "the office"])
def test_a_number_that_not_everyone_can_dial_is_not(number: str) -> None:
    with pytest.raises(ValidationError, match="406-555-0123"):
        validate_phone(number)
