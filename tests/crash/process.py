"""A process of its own on the database of a crash run.

    python -m tests.crash.process obey | listen

`obey` reads a command a line and answers each with a line of JSON. `fill 5000` writes a window's
digests, as the build does; `sweep` is the sweep of a minute later, when no worker lives; `resolve`
that of some hours later, when no evidence comes any more; `roll_on` writes the next window's
digests with what goes out once more; `report` tells what the database knows.

`listen` is the provider's webhook: it is told which message was delivered, or given a request as
the provider would post it.
"""

import base64
import datetime as dt
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

import django
from django.db import Error, connection
from django.test import Client
from django.utils import timezone

django.setup()

from django_q.models import OrmQ  # noqa: E402  # models exist only now

from district_cms.web.queue.schedules import apply_schedules  # noqa: E402
from notifications.digests.grouping import Digest, Group, Recipient  # noqa: E402
from notifications.digests.services import Planned, write_block  # noqa: E402
from notifications.models import (  # noqa: E402
    Channel,
    ContentPart,
    DigestItem,
    Message,
    MessageContent,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.providers.base import Evidence  # noqa: E402
from notifications.rules.filling import tag  # noqa: E402
from notifications.rules.state import State  # noqa: E402
from notifications.services import (  # noqa: E402
    note_all_evidence,
    queue_dispatch,
    resolve_unknown,
    sweep_stale,
)
from notifications.services.enqueue import Draft, Words  # noqa: E402
from tests.crash import school  # noqa: E402

AT_ONCE = 500
NAMES = UUID(int=10)
TEXTED = 5  # every so manieth family gets a text
CLASSES = 40  # at most so many different digests there are: their families share requests
LATER = dt.timedelta(hours=5)


def fill(number: int) -> None:
    apply_schedules()
    words = _words()
    classes = min(CLASSES, max(1, number // 3))
    window = timezone.now()
    planned = []
    for each in range(number):
        address = f"+1406{each:07}" if each % TEXTED == 0 else f"family.{each}@example.net"
        pages = _pages(address)
        group = Group(uuid5(NAMES, f"class {each % classes}"), pages)
        planned.append(_planned(address, group, words[each % classes]))
    _subscribe(planned, window)
    _write(planned, window)


def _pages(address: str) -> tuple[UUID, UUID]:
    """Two updates of each family's own: nobody else's message tells of them."""
    return uuid5(NAMES, f"page a {address}"), uuid5(NAMES, f"page b {address}")


def _write(planned: list[Planned], window: dt.datetime) -> None:
    """In blocks, the mails and the texts."""
    for channel in Channel:
        own = [one for one in planned if _channel(one.draft.address) == channel]
        for start in range(0, len(own), AT_ONCE):
            write_block(own[start : start + AT_ONCE], window, channel)


def _channel(address: str) -> Channel:
    return Channel.TEXT if address.startswith("+") else Channel.EMAIL


def _where_it_is_noon() -> str:
    """The name of a time zone: the crash run may be at night, when texts wait for the morning."""
    east = 12 - timezone.now().astimezone(dt.UTC).hour  # -11 to 12
    return f"Etc/GMT{-east:+}" if east else "Etc/GMT"


def _subscribe(planned: list[Planned], now: dt.datetime) -> None:
    """Let each of them want what it gets: consent is asked right before a message leaves."""
    people = [Subscriber(uuid=one.digest.recipient.subscriber) for one in planned]
    Subscriber.objects.bulk_create(people)
    VerifiedAddress.objects.bulk_create(
        VerifiedAddress(
            subscriber=person,
            address=one.digest.recipient.address,
            channel=_channel(one.digest.recipient.address),
        )
        for person, one in zip(people, planned, strict=True)
    )
    Subscription.objects.bulk_create(
        Subscription(
            subscriber=person,
            channel=_channel(one.digest.recipient.address),
            scope="class",
            page_uuid=one.digest.groups[0].page,
            started_at=now - dt.timedelta(days=1),
        )
        for person, one in zip(people, planned, strict=True)
    )


def _words() -> list[Words]:
    content = MessageContent.objects.create()
    content.text = f"News\n{tag('parts_text', content.nonce)}\n{tag('stop_url', content.nonce)}"
    content.save()
    parts = [ContentPart(text=f"Class {each}", html="") for each in range(CLASSES)]
    ContentPart.objects.bulk_create(parts)
    return [Words("News", content.pk, (str(part.pk),)) for part in parts]


def _planned(address: str, group: Group, words: Words) -> Planned:
    person = uuid5(NAMES, address)
    links = {"stop_url": f"https://x.example/{person}"}
    zone = _where_it_is_noon()
    draft = Draft(address, words, words.name, "en", links, person, zone)
    return Planned(Digest(Recipient(person, address, "en", ()), (group,)), draft)


def sweep() -> str:
    # What a dead worker took from the queue stays locked: nobody waits for that here.
    OrmQ.objects.filter(lock__gt=timezone.now()).delete()
    return str(sweep_stale(timezone.now() + dt.timedelta(minutes=1)))


def resolve() -> str:
    now = timezone.now() + LATER
    return f"{sweep_stale(now)}, {resolve_unknown(now)}"


def roll_on() -> int:
    """What may go out once more, and what was given up: its updates are as new ones are."""
    rows = DigestItem.objects.filter(may_repeat=True).values_list("address", "page_uuid")
    again: dict[str, set[UUID]] = defaultdict(set)
    for address, page in rows:
        again[address].add(page)
    told = set(DigestItem.objects.values_list("address", flat=True))
    gone = Message.objects.filter(state=State.REJECTED).exclude(address__in=told)
    given_up = {address: _pages(address) for address in gone.values_list("address", flat=True)}
    words = _words()[0]
    planned = [
        _planned(address, Group(NAMES, tuple(pages), frozenset(pages)), words)
        for address, pages in again.items()
    ]
    planned += [
        _planned(address, Group(NAMES, pages), words) for address, pages in given_up.items()
    ]
    _write(planned, timezone.now())
    queue_dispatch()
    return len(planned)


def listen() -> None:
    """Each line of the input names a message that was delivered, or is a signed request. What
    cannot be written because the database is away is written a second later, as a provider's
    webhook comes again."""
    for line in sys.stdin:
        while True:
            try:
                if line.startswith("{"):
                    post(**json.loads(line))
                else:
                    one = Evidence(UUID(line.strip()), State.DELIVERED, timezone.now())
                    note_all_evidence([one])
            except Error:
                connection.close()
                time.sleep(1)
            else:
                break


def post(path: str, body: str, kind: str, headers: dict[str, str]) -> None:
    """To the website's own door, past everything that a request passes."""
    door = Client(SERVER_NAME="localhost")
    answer = door.post(path, base64.b64decode(body), content_type=kind, headers=headers)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"


def report() -> dict[str, Any]:
    messages = Message.objects.values_list("pk", "state", "attempts", "address", "error")
    items = DigestItem.objects.values_list("address", "page_uuid", "message_uuid", "repeats")
    carried: dict[str, list[str]] = defaultdict(list)
    for pk, _state, _attempts, address, _error in messages:
        carried[address].append(str(pk))
    return {
        "states": {str(pk): state for pk, state, *_rest in messages},
        "most_attempts": max((one[2] for one in messages), default=0),
        "carried": carried,
        "repeats": [address for address, _p, _m, repeats in items if repeats],
    }


COMMANDS: dict[str, Callable[..., Any]] = {
    "fill": fill,
    "sweep": sweep,
    "resolve": resolve,
    "roll_on": roll_on,
    "report": report,
    "open_school": school.open_school,
    "saves": school.saves,
    "stop_links": school.stop_links,
    "mails": school.mails,
}


def obey() -> None:
    """No connection is kept between two commands: the database may be restarted."""
    for line in sys.stdin:
        name, *values = line.split()
        print(json.dumps(COMMANDS[name](*map(int, values))), flush=True)
        connection.close()


if __name__ == "__main__":
    {"obey": obey, "listen": listen}[sys.argv[1]]()
