"""Twilio Lookup: what kind of line a number is.

Held against Twilio's library, which is made from the published description: a parameter that it
does not have is drift, and the answer has the fields that it reads.
"""

from collections import deque
from dataclasses import dataclass, field
from functools import cache
from inspect import signature
from typing import Any, Final
from urllib.parse import unquote

from twilio.rest import Client
from twilio.rest.lookups.v2.phone_number import PhoneNumberContext, PhoneNumberInstance

from .openapi import Drift
from .serving import Answer, Asked, Fault

PATH: Final = "/v2/PhoneNumbers/"
PAID: Final = "line_type_intelligence"


@dataclass(slots=True)
class Lookups:
    """`lines` are the kinds of numbers, mobile by default, "" where nobody knows; `impossible` says
    what is wrong with one. `faults` are used up one by one; `answer` stands for all answers.
    `asked` are the numbers that were paid for."""

    lines: dict[str, str] = field(default_factory=dict)
    impossible: dict[str, str] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    answer: Answer | None = None
    asked: list[str] = field(default_factory=list)

    def next_fault(self) -> Fault | None:
        return self.faults.popleft() if self.faults else None

    def respond(self, asked: Asked) -> Answer:
        number = unquote(asked.path.removeprefix(PATH))
        parameters, names = of_the_library()
        if unknown := asked.query.keys() - parameters:
            raise Drift(f"a lookup has no {', '.join(sorted(unknown))}")
        found: dict[str, Any] = dict.fromkeys(names)
        wrong = self.impossible.get(number)
        found |= {
            "phone_number": number,
            "valid": wrong is None,
            "validation_errors": [wrong] if wrong else [],
            "url": f"https://lookups.twilio.com{asked.path}",
        }
        if PAID in asked.query.get("Fields", []):
            self.asked.append(number)
            found[PAID] = None if wrong else self._line(number)
        return self.answer or Answer(200, found)

    def _line(self, number: str) -> dict[str, Any]:
        kind = self.lines.get(number, "mobile")
        return {
            "type": kind or None,
            "carrier_name": "Carrier" if kind else None,
            "mobile_country_code": None,
            "mobile_network_code": None,
            "error_code": None if kind else 60600,
        }


@cache
def of_the_library() -> tuple[frozenset[str], frozenset[str]]:
    """The parameters of a lookup, and the fields of its answer."""
    given = signature(PhoneNumberContext.fetch).parameters.keys() - {"self"}
    parameters = frozenset("".join(word.title() for word in name.split("_")) for name in given)
    fields = _Fields()
    PhoneNumberInstance(Client("AC", "token").lookups.v2, fields, phone_number="+1")
    return parameters, frozenset(fields.read)


class _Fields(dict[str, Any]):
    """Remembers what is read of it."""

    def __init__(self) -> None:
        super().__init__()
        self.read: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return default
