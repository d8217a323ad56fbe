"""What kind of line a number is, as Twilio Lookup has it: its package “line type intelligence”,
which costs money for each number."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from twilio.rest import Client

from ..base import Line, Unclear
from .client import Refused, close_connections, outcome, twilio_client

FIELDS: Final = "line_type_intelligence"
SECONDS: Final = 3.0
"""A family waits at the screen, and a thread of the website with it."""
# What Twilio calls “possible” may be a number that is newer than its list.
IMPOSSIBLE: Final = frozenset(
    {"TOO_SHORT", "TOO_LONG", "INVALID_LENGTH", "INVALID_COUNTRY_CODE", "NOT_A_NUMBER"}
)


def look_up(number: str) -> Line:
    """One request, on a connection of its own. Raises `NotProcessed` and `Unclear`."""
    client = twilio_client(SECONDS)
    try:
        found = fetch(client, number)
    except Refused as error:
        raise Unclear(str(error)) from error
    finally:
        close_connections(client)
    return line_of(found.valid, found.validation_errors or (), found.line_type_intelligence)


def fetch(client: Client, number: str) -> Any:
    """Twilio's own answer. Raises `NotProcessed`, `Refused` and `Unclear`."""
    return outcome(client.lookups.v2.phone_numbers(number).fetch, fields=FIELDS)


def line_of(valid: object, faults: Collection[str], told: object) -> Line:
    """Pure. What Twilio is not sure of, or says in words that are new, is any other line."""
    if valid is False and IMPOSSIBLE.intersection(faults):
        return Line.IMPOSSIBLE
    return Line.LANDLINE if kind_of(told) == "landline" else Line.OTHER


def kind_of(told: object) -> str:
    """The type in Twilio's word for it, such as "mobile" or "nonFixedVoip"; "" where it found
    none."""
    if not isinstance(told, Mapping) or told.get("error_code") is not None:
        return ""
    return str(told.get("type") or "")
