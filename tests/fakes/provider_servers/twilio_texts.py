"""What Twilio keeps of a text, and what it sends by itself."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode


@dataclass(slots=True)
class Text:
    """One message as Twilio keeps it. `delivery_id` is read from the callback's address."""

    sid: str
    to: str
    sender: str
    body: str
    callback: str
    delivery_id: str
    at: dt.datetime
    status: str = "accepted"
    error_code: int | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Callback:
    """A webhook request, ready to be posted: a form with its signature."""

    url: str
    fields: Mapping[str, str]
    headers: Mapping[str, str]

    @property
    def body(self) -> bytes:
        return urlencode(self.fields).encode()
