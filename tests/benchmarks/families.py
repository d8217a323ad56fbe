"""Families, their classes and a window's news for the benchmarks of digests: seeded, and made by
rows, since what is read once for a window does not grow with the families."""

import datetime as dt
import os
import random
from typing import Any, Final
from uuid import UUID, uuid5

from notifications.digests import services
from notifications.digests.email import DigestRenderer
from notifications.digests.grouping import News
from notifications.models import Rhythm, Subscriber, Subscription, VerifiedAddress
from notifications.sources import ClassFacts, Directory

CLASSES: Final = int(os.environ.get("BENCH_CLASSES", "2000"))
NAMES: Final = UUID(int=20)
WINDOW: Final = dt.datetime(2026, 11, 25, 0, tzinfo=dt.UTC)
BEFORE: Final = WINDOW - dt.timedelta(days=3)


def all_classes() -> Directory:
    made = [class_facts(each) for each in range(CLASSES)]
    return Directory(classes={facts.page: facts for facts in made})


def class_facts(number: int) -> ClassFacts:
    return ClassFacts(
        page=uuid5(NAMES, f"class {number}"),
        name=f"Math {number}",
        school=f"School {number % 40}",
        teachers="Elena Rivera",
        url=f"https://www.larkspur.example/school-{number % 40}/ms-rivera/2026-27/math-{number}/",
        ask="elena.rivera@larkspur.example",
        offered_since=BEFORE,
        starts_on=BEFORE.date(),
        path=f"0001{number:08}",
        pk=number,
    )


def update(number: int, which: int) -> tuple[UUID, dict[str, Any]]:
    return uuid5(NAMES, f"update {number} {which}"), {
        "title": f"Fractions, part {which}",
        "url": f"https://www.larkspur.example/math-{number}/2026-11-{23 + which}/",
        "period": "Tuesday, November 24 to Monday, December 7",
        "learning": "We place halves, thirds and quarters on a number line. " * 4,
        "assignments": [
            {
                "title": "Practice page 12",
                "due": "Tuesday, December 1",
                "on": dt.date(2026, 12, 1),
                "language": "en",
            }
        ],
        "events": [
            {
                "title": "Museum",
                "day": "Friday, November 27",
                "time": "9",
                "place": "Hall",
                "on": dt.date(2026, 11, 27),
                "language": "en",
            }
        ],
    }


def families(number: int) -> None:
    chance = random.Random(7)
    for start in range(0, number, 5_000):
        people = [
            Subscriber(
                uuid=uuid5(NAMES, f"person {each}"), language="es" if each % 5 == 0 else "en"
            )
            for each in range(start, min(start + 5_000, number))
        ]
        Subscriber.objects.bulk_create(people)
        VerifiedAddress.objects.bulk_create(
            VerifiedAddress(subscriber=one, address=f"family.{start + each}@example.net")
            for each, one in enumerate(people)
        )
        Subscription.objects.bulk_create(
            Subscription(
                subscriber=one,
                scope="class",
                page_uuid=uuid5(NAMES, f"class {followed}"),
                started_at=BEFORE,
            )
            for one in people
            for followed in chance.sample(range(CLASSES), chance.randint(1, 6))
        )


def prepared(directory: Directory) -> Any:
    """What `_prepare` reads of the pages, made here."""
    told, news = {}, {}
    for number in range(len(directory.classes)):
        page = directory.classes[uuid5(NAMES, f"class {number}")].page
        updates = [update(number, which) for which in (1, 2)]
        news[page] = [News(key, WINDOW) for key, _told in updates]
        told |= {(language, key): said for key, said in updates for language in ("en", "es")}
    return services._Run(
        window=WINDOW,
        directory=directory,
        is_posting_day=True,
        classes=directory.offers(),
        news=news,
        oldest=BEFORE,
        due=frozenset(Rhythm.values),
        renderer=DigestRenderer(directory.classes, told, day=WINDOW.date()),
        again=False,
    )
