"""A provider in another process that writes down, on disk, what it was asked to send.

One line before and one after each "sending", each flushed to the disk at once, so that the count
survives a killed worker: it is what a provider outside would have seen.
"""

import datetime as dt
import http.client
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from notifications.providers.base import (
    Accepted,
    Answer,
    NotProcessed,
    Outgoing,
    Provider,
    Rejected,
    RequestRefused,
    Unclear,
)

COUNTER = "COUNTING_PROVIDER_FILE"
SECONDS_EACH = "COUNTING_PROVIDER_SECONDS"


class CountingProvider(Provider):
    name = "counting"
    reaches_people = False

    def send(self, message: Outgoing) -> Accepted:
        self._note("begin", message)
        time.sleep(float(os.environ[SECONDS_EACH]))
        self._note("end", message)
        return Accepted(f"counting-{message.id}")

    def _note(self, what: str, message: Outgoing) -> None:
        # Appending a short line is one write: two workers never mix theirs.
        with Path(os.environ[COUNTER]).open("ab", buffering=0) as counter:
            counter.write(f"{what} {message.id}\n".encode())
            os.fsync(counter.fileno())


PORT = "COUNTING_SERVER_PORT"
TIMEOUT = "COUNTING_SERVER_TIMEOUT"
MOST_AT_ONCE = "COUNTING_SERVER_MOST_AT_ONCE"


class CountingHttpProvider(Provider):
    """Sends to `counting_server`, and takes what goes wrong on the way as a real adapter must."""

    name = "counting"
    reaches_people = False
    most_at_once = int(os.environ.get(MOST_AT_ONCE, "20"))
    shares_words = True

    def send(self, message: Outgoing) -> Accepted | Rejected:
        (answer,) = self.send_many([message])
        if isinstance(answer, NotProcessed | Unclear):
            raise answer
        return answer

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        body = json.dumps([{"id": str(message.id)} for message in messages]).encode()
        connection = http.client.HTTPConnection(
            "127.0.0.1", int(os.environ[PORT]), timeout=float(os.environ[TIMEOUT])
        )
        try:
            connection.connect()
        except OSError as error:
            raise NotProcessed("no connection") from error
        try:
            connection.request("POST", "/", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            said = json.loads(response.read())
        except (OSError, http.client.HTTPException) as error:
            raise Unclear(type(error).__name__) from error
        finally:
            connection.close()
        if response.status == 429:
            wait = dt.timedelta(seconds=int(response.headers["Retry-After"]))
            raise NotProcessed("429", wait=wait)
        if response.status == 400:
            raise RequestRefused(said["error"])
        return [Accepted(said["id"]) for _message in messages]
