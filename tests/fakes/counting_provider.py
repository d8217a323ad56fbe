"""A provider that lives in another process, which counts what it was asked to send and outlives
every worker that is killed (`counting_server`)."""

import datetime as dt
import http.client
import json
import os
from collections.abc import Sequence

from notifications.providers.base import (
    Accepted,
    Answer,
    NotProcessed,
    Outgoing,
    Provider,
    Unclear,
)

PORT = "COUNTING_SERVER_PORT"
TIMEOUT = "COUNTING_SERVER_TIMEOUT"
MOST_AT_ONCE = "COUNTING_SERVER_MOST_AT_ONCE"


class CountingHttpProvider(Provider):
    """Sends to `counting_server`, and takes what goes wrong on the way as a real adapter must."""

    name = "counting"
    reaches_people = False
    most_at_once = int(os.environ.get(MOST_AT_ONCE, "20"))
    shares_words = True

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
            connection.request(
                "POST", f"/{self.channel}", body, {"Content-Type": "application/json"}
            )
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
            middle = len(messages) // 2
            halves = (messages[:middle], messages[middle:])
            return [answer for half in halves for answer in self._answers(half)]
        return [Accepted(said["id"]) for _message in messages]

    def _answers(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        try:
            return self.send_many(messages)
        except (NotProcessed, Unclear) as answer:
            return [answer] * len(messages)


class CountingTextProvider(CountingHttpProvider):
    """The same for texts, each of which is a request of its own."""

    channel = "text"
    most_at_once = 1
    shares_words = False
