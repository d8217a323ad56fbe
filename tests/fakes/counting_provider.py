"""A provider in another process that writes down, on disk, what it was asked to send.

One line before and one after each "sending", each flushed to the disk at once, so that the count
survives a killed worker: it is what a provider outside would have seen.
"""

import os
import time
from pathlib import Path

from notifications.providers.base import Accepted, Outgoing, Provider

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
