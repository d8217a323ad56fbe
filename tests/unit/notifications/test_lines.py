"""What Twilio says of a number: only a clear “landline” or “impossible” keeps a code back."""

from typing import Any

import pytest

from notifications.providers.base import Line
from notifications.providers.twilio.lookups import IMPOSSIBLE, line_of


def told(kind: str | None, error: int | None = None) -> dict[str, Any]:
    return {"type": kind, "error_code": error, "carrier_name": None}


@pytest.mark.parametrize(
    ("valid", "faults", "found", "line"),
    [
        (True, [], told("landline"), Line.LANDLINE),
        (None, [], told("landline"), Line.LANDLINE),
        *((False, [fault], None, Line.IMPOSSIBLE) for fault in sorted(IMPOSSIBLE)),
        *(
            (True, [], told(kind), Line.OTHER)
            for kind in ("mobile", "fixedVoip", "nonFixedVoip", "unknown", "LANDLINE", "new", None)
        ),
        (True, [], told("landline", 60600), Line.OTHER),
        (True, [], told("landline", 0), Line.OTHER),
        (True, [], "landline", Line.OTHER),
        (True, [], None, Line.OTHER),
        (False, ["INVALID_BUT_POSSIBLE"], None, Line.OTHER),
        (False, [], None, Line.OTHER),
        # It does not say that the number is wrong.
        (True, ["TOO_SHORT"], None, Line.OTHER),
        (None, ["TOO_SHORT"], None, Line.OTHER),
    ],
)
def test_a_line_is_what_twilio_clearly_says(
    valid: object, faults: list[str], found: object, line: Line
) -> None:
    assert line_of(valid, faults, found) is line
