"""Both providers as they are outside: servers of this machine that misbehave by chance, count what
they took, and tell of it by signed requests to the website's own doors."""

import base64
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.fakes.counting_server import TEXT_SHARE
from tests.fakes.provider_servers.sendgrid import SEND, SendGridServer
from tests.fakes.provider_servers.serving import LOST_REPLY, RESET, Asked, Fault
from tests.fakes.provider_servers.twilio import TwilioServer

EVENTS_URL = "/providers/sendgrid/events/"
# Longer than either adapter waits.
TOO_SLOW = 17.0
FAULTS: Mapping[str, Fault] = {
    "busy": Fault(status=429, headers={"Retry-After": "1"}),
    "reset": RESET,
    "lost": LOST_REPLY,
    "slow": Fault(slow=TOO_SLOW),
}
# Of 100 requests. A slow one takes its time from everything that waits behind it.
NASTY: Mapping[str, int] = {"busy": 3, "reset": 4, "lost": 5, "slow": 1}


@dataclass
class Adapters:
    """`behavior` says how often they do what, of 100 requests; `seconds` is what one takes."""

    sendgrid: SendGridServer
    twilio: TwilioServer
    behavior: Mapping[str, int]
    seconds: float
    chance: random.Random
    did: Counter[str] = field(default_factory=Counter)
    _later: list[tuple[float, str]] = field(default_factory=list)

    @property
    def taken(self) -> Counter[str]:
        with self.sendgrid.lock, self.twilio.lock:
            return self.sendgrid.processed + self.twilio.processed

    @property
    def environment(self) -> dict[str, str]:
        return {
            "MAIL_PROVIDER": "sendgrid",
            "SENDGRID_API_KEY": self.sendgrid.api_key,
            "SENDGRID_URL": self.sendgrid.url,
            "SENDGRID_WEBHOOK_KEY": self.sendgrid.public_key,
            "TEXT_PROVIDER": "twilio",
            "TWILIO_ACCOUNT_SID": self.twilio.account_sid,
            "TWILIO_AUTH_TOKEN": self.twilio.auth_token,
            "TWILIO_MESSAGING_SERVICE_SID": self.twilio.service_sid,
            "TWILIO_URL": self.twilio.url,
        }

    def fault_of(self, asked: Asked) -> Fault:
        share = 1 if asked.path == SEND else TEXT_SHARE
        with self.sendgrid.lock:
            drawn = self.chance.random() * 100
            usual = Fault(slow=self.seconds * share * self.chance.uniform(0.5, 1.5))
            for what, often in self.behavior.items():
                if drawn < often:
                    self.did[what] += 1
                    return FAULTS[what]
                drawn -= often
            self.did["answer"] += 1
        return usual

    def lines(self, after: float, share: float) -> list[str]:
        """What is to be told by now: so many of the events, `after` so many seconds."""
        now = time.monotonic()
        events = [each for each in self.sendgrid.news() if self.chance.random() < share]
        if events:
            signed = self.sendgrid.signed(events)
            self._later.append((now, _line(EVENTS_URL, signed.body, signed.headers)))
        for told in self.twilio.news():
            if self.chance.random() < share:
                self._later.append((now, _line(urlsplit(told.url).path, told.body, told.headers)))
        due = [line for at, line in self._later if at <= now - after]
        self._later = self._later[len(due) :]
        return due


def _line(path: str, body: bytes, headers: Mapping[str, str]) -> str:
    kind = "application/json" if path == EVENTS_URL else "application/x-www-form-urlencoded"
    return json.dumps(
        {
            "path": path,
            "body": base64.b64encode(body).decode(),
            "kind": kind,
            "headers": dict(headers),
        }
    )


@contextmanager
def adapters(seconds: float, seed: int) -> Iterator[Adapters]:
    # The description is held in other tests; here it would take the time of the workers.
    with SendGridServer(check_schema=False) as sendgrid, TwilioServer() as twilio:
        made = Adapters(sendgrid, twilio, NASTY, seconds, random.Random(seed))
        sendgrid.fault_of = twilio.fault_of = made.fault_of
        yield made
