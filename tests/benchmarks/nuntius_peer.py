"""nuntius with the digests of a benchmark, in an environment of its own: it needs Django below 6.

    python -m tests.benchmarks.nuntius_peer FILE    # with that environment's Python

FILE has the frames, the parts and the recipients, as `test_digests` wrote them. What nuntius cannot
do, join parts, its subscribers do for it, from memory. Prints a line of JSON: seconds, CPU seconds,
messages, senders.
"""

import json
import logging
import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from tests.fakes.sink_line import SinkLine

GIVEN = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
SENDERS = 4  # what nuntius has where nobody says otherwise
NAME = "tests.benchmarks.nuntius_peer"


class SinkBackend(BaseEmailBackend):
    """A request of SendGrid's shape for each message, over one line, as thin as ours."""

    def open(self) -> bool:
        self.line = SinkLine(int(os.environ["SINK_PORT"]))
        return True

    def close(self) -> None:
        self.line.close()

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            body = {
                "from": {"email": message.from_email},
                "subject": message.subject,
                "content": [
                    {"type": "text/plain", "value": message.body},
                    {"type": "text/html", "value": message.alternatives[0][0]},
                ],
                "personalizations": [{"to": [{"email": to}]} for to in message.to],
            }
            self.line.post(body)
        return len(messages)


def configure() -> None:
    settings.configure(
        SECRET_KEY="benchmark",
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "tests.benchmarks.nuntius_people",
            "nuntius",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **GIVEN["database"]}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        ROOT_URLCONF="nuntius.urls",
        STATIC_URL="/static/",
        USE_TZ=True,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        NUNTIUS_SUBSCRIBER_MODEL="nuntius_people.Person",
        NUNTIUS_SEGMENT_MODEL="nuntius_people.Readers",
        NUNTIUS_EMAIL_BACKEND=f"{NAME}.SinkBackend",
        NUNTIUS_PUBLIC_URL="https://www.larkspur.example",
        NUNTIUS_DISABLE_DEFAULT_ADMIN=True,
        NUNTIUS_MAX_SENDING_RATE=10**6,
        NUNTIUS_MAX_CONCURRENT_SENDERS=SENDERS,
    )
    django.setup()


# Under its name, so that what Django imports by it is this module.
sys.modules[NAME] = sys.modules[__name__]
configure()

from django.core.management import call_command  # noqa: E402  # models exist only now
from django.db import connection  # noqa: E402
from nuntius.models import Campaign, CampaignSentEvent  # noqa: E402

from tests.benchmarks.nuntius_people.models import Person, Readers  # noqa: E402


def used() -> float:
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def main() -> None:
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0, run_syncdb=True)
    people = GIVEN["people"]
    Person.objects.bulk_create(
        [Person(email=address, subscriber_status=1, **own) for address, own in people.items()],
        batch_size=1_000,
    )
    for language, frame in GIVEN["frames"].items():
        Campaign.objects.create(
            name=language,
            segment=Readers.objects.create(language=language),
            message_from_email="news@larkspur.example",
            message_subject="New in your classes",
            message_content_html=frame["html"],
            message_content_text=frame["text"],
            status=Campaign.STATUS_SENDING,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def watch() -> None:
        while CampaignSentEvent.objects.filter(result="?").count() < len(people):
            time.sleep(0.5)
        found["seconds"] = time.perf_counter() - began
        os.kill(os.getpid(), signal.SIGTERM)

    found = {"messages": len(people), "senders": SENDERS}
    began, before = time.perf_counter(), used()
    threading.Thread(target=watch, daemon=True).start()
    call_command("nuntius_worker")
    print(json.dumps({**found, "cpu": used() - before}))


if __name__ == "__main__":
    main()
