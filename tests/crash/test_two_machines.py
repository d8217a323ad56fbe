"""Two machines with disks of their own: what one writes, the other shows, sends and honors."""

import re
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import redis
from django.db import connection  # noqa: F401  # the condition below reads it

from tests.factories.media import drawing, jpeg
from tests.factories.people import PASSWORD
from tests.fakes.counting_server import Seen, counting_server
from tests.integration.classroom.composing import form_of
from tests.measured import Tell

from .machines import NO_REDIS, Machines, Person, machines, said, wait_until
from .outside import copy_on_postgresql

pytestmark = [
    pytest.mark.slow,
    pytest.mark.real_hour,
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="machines share a server"),
]
FAMILIES, STOPPED = 40, 3
FOLLOWERS, ALONE = 100, 10  # at most; while one worker is alone
A_SECOND = 1.0
OVER = {"accepted", "delivered", "canceled"}


def test_two_machines_without_a_shared_disk(tmp_path: Path, tell: Tell) -> None:
    with ExitStack() as stack:
        providers = [stack.enter_context(counting_server()) for _machine in range(2)]
        url = stack.enter_context(copy_on_postgresql())
        environments = [each.environment for each in providers]
        pair = stack.enter_context(machines(url, tmp_path, environments))
        for worker in pair.workers:
            worker.kill_all()
        school = pair.processes.run("open_school", "1")
        follow = school["teachers"][0]["follow"]
        counted = [
            post_on_one_and_read_on_the_other(pair, school),
            stop_on_one_and_send_on_the_other(pair, providers),
            send_on_both(pair, providers, follow),
            count_tries_together(pair, follow),
            look_into_disks(pair),
        ]
    tell("two machines: " + "; ".join(counted))


def post_on_one_and_read_on_the_other(pair: Machines, school: Any) -> str:
    a, b = pair.webs
    [teacher] = school["teachers"]
    family, elena = Person(b), Person(a)
    for _twice in range(2):
        before = family.get(teacher["path"])
    assert before.headers["Cache-Status"] == "pages; hit"
    elena.sign_in(teacher["email"], PASSWORD)
    form = form_of(elena.get(f"/admin/updates/compose/?class={teacher['class']}"))
    form |= {"title": "Arrays", "lesson": "Rows of chairs.", "assignments_none": "on"}
    form |= {"curriculum": school["curriculum"], "events_none": "on"}
    files = {
        "library": ("wall.jpg", jpeg(image=drawing()), "image/jpeg"),
        "documents": ("list.txt", b"Pencils, glue, a ruler.", "text/plain"),
    }
    saved = elena.post("/admin/updates/compose/", {**form, "save": "x"}, files=files)
    assert saved.status_code == 302, said(saved)
    draft = saved.headers["Location"].partition("#")[0]
    shown = elena.get(draft, at=b)
    form = form_of(shown)
    form |= {"pictures-0-decorative": "on", "pictures-0-people": "none"}
    form |= {"pictures-0-source": "staff", "submit": "x"}
    done = elena.post(draft, form, at=a)
    assert done.status_code == 302, said(done)
    time.sleep(A_SECOND)
    after = family.get(teacher["path"]).text
    assert "Rows of chairs." in after
    assert "Rows of chairs." not in before.text
    update = family.get(one(rf"{teacher['path']}[\d-]+/", after)).text
    for pattern, kind in ((r"/media/[^\s\"]+", "image/"), (r"/documents/[^\s\"]+", "text/plain")):
        answer = family.get(one(pattern, update))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.content
    return "posted with picture and document on A, read on B"


def stop_on_one_and_send_on_the_other(pair: Machines, providers: list[Seen]) -> str:
    """The second machine's worker is away, as the first one's was when the family stopped."""
    pair.processes.run("fill", str(FAMILIES))
    links = pair.processes.run("stop_links", str(STOPPED))
    assert len(links) == STOPPED
    for link in links.values():
        stop = {"List-Unsubscribe": "One-Click"}
        assert Person(pair.webs[1]).post(link, stop).status_code == 200
    pair.workers[0].keep()
    states = settled(pair)
    assert {address for address, state in states.items() if state == "canceled"} == set(links)
    assert Counter(providers[0].taken.values()) == {1: FAMILIES - STOPPED}
    assert not providers[1].taken
    return (
        f"{STOPPED} stopped through B, A's worker sent the other {FAMILIES - STOPPED} of {FAMILIES}"
    )


def send_on_both(pair: Machines, providers: list[Seen], follow: str) -> str:
    """Families ask on either machine for their mail. B's worker is alone, then both are there."""
    pair.workers[0].kill_all()
    pair.workers[1].keep()
    before = set(providers[0].taken)
    people = [Person(web) for web in pair.webs]
    for number in range(FOLLOWERS):
        if number == ALONE:
            settled(pair)
            assert len(providers[1].taken) == ALONE
            pair.workers[0].keep()
        if number >= ALONE:
            time.sleep(0.5)  # so that whichever is free takes it
        assert asks(people[number % 2], follow, f"new.{number}@example.net") == 302
        if number > 2 * ALONE and set(providers[0].taken) > before:
            break
    settled(pair)
    asked = {pk for pk, kind, *_rest in pair.processes.run("mails") if kind == "confirmation"}
    took = [Counter(each.taken) for each in providers]
    for pk in before:
        del took[0][pk]
    assert took[0] + took[1] == Counter(dict.fromkeys(asked, 1))
    assert len(asked) == number + 1
    assert took[0]
    return f"{len(asked)} mails sent once: {len(took[0])} by A's worker, {len(took[1])} by B's"


def count_tries_together(pair: Machines, follow: str) -> str:
    """An address gets four mails an hour, whichever machine is asked."""
    answers = [
        asks(Person(pair.webs[number % 2]), follow, "one@example.net") for number in range(6)
    ]
    assert answers == [302] * 4 + [429] * 2
    if pair.redis is None:
        return NO_REDIS
    with redis.Redis(port=pair.redis.port) as store:
        assert [key for key in store.scan_iter() if b"limit.mail.address." in key]
    return "four tries on both, then no more on either, counted in Redis"


def look_into_disks(pair: Machines) -> str:
    """Stops and uploads are in the bucket, and nothing is on a machine."""
    for folder in pair.folders:
        assert [each for each in folder.rglob("*") if each.is_file()] == []
    names = pair.bucket_names()
    assert sum(name.startswith("private/stops/") for name in names) == STOPPED
    assert any(name.startswith("media/") for name in names)
    return f"{len(names)} files in the bucket, none on a machine"


def asks(person: Person, follow: str, address: str) -> int:
    return person.post(follow, {"email": address}).status_code


def one(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[0]


def settled(pair: Machines) -> dict[str, str]:
    """The state of each message by its address, when none waits any more."""
    found: dict[str, str] = {}

    def over() -> bool:
        found.update({address: state for _pk, _kind, address, state in pair.processes.run("mails")})
        return set(found.values()) <= OVER

    wait_until(over, "the outbox")
    return found
