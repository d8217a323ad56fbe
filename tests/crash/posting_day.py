"""A posting day on two machines, of which every part is killed with -9: what people were told is
saved is compared with the database, and each message with what the provider got."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from scripts.postgres import temporary_server
from tests.factories.people import PASSWORD
from tests.fakes.counting_server import NASTY, counting_server
from tests.integration.classroom.composing import JSON, form_of

from .machines import Database, Machines, Person, environment_of, machines, manage
from .school import SAVE
from .walk import Counted, count, settle, telling

AS_IN_PRODUCTION = (
    *("-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on"),
    *("-c", "max_connections=100", "-c", "autovacuum=on"),
)
AWAY = 3.0  # seconds until a supervisor starts again what was killed
PUBLISHES = 6  # every so manieth save is a publication
COMPOSE = "/admin/updates/compose/"


@dataclass(frozen=True, slots=True)
class Day:
    editors: int
    readers: int
    families: int
    kills: int
    pause: float


@dataclass(slots=True)
class Editor:
    """A teacher who writes one update: saves it all the time, and publishes it now and then. The
    text of each save has its number."""

    person: Person
    school: dict[str, Any]
    teacher: dict[str, Any]
    page: str = ""
    number: int = 0
    saved: list[int] = field(default_factory=list)
    published: list[int] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    _form: dict[str, Any] | None = None

    def turn(self) -> None:
        address = f"/admin/updates/{self.page}/compose/" if self.page else COMPOSE
        if self._form is None:
            shown = self.person.get(
                address if self.page else f"{COMPOSE}?class={self.teacher['class']}"
            )
            if shown.status_code != 200:
                self.answers[f"opened: {shown.status_code}"] += 1
                return
            self._form = form_of(shown) | {
                "title": "Arrays",
                "assignments_none": "on",
                "events_none": "on",
            }
            own = self.school["curriculum"]
            self._form |= {"curriculum": own} if own else {"curriculum_none": "on"}
        self.number += 1
        form = self._form | {"lesson": f"Save number {self.number}. Rows of chairs."}
        if self.page and self.number % PUBLISHES == 0:
            self._form = None
            answer = self.person.post(address, {**form, "submit": "x"})
            self.answers[f"published: {answer.status_code}"] += 1
            if answer.status_code == 302:
                self.saved.append(self.number)
                self.published.append(self.number)
            return
        self._form = None
        answer = self.person.post(address, form, headers=JSON)
        self.answers[f"saved: {answer.status_code}"] += 1
        if answer.status_code == 200:
            told = answer.json()
            self.page = str(told["pk"])
            self.saved.append(self.number)
            seen = {
                name: told[name] for name in ("loaded_revision_id", "loaded_revision_created_at")
            }
            self._form = form | seen | {"overwrite_revision_id": told["loaded_revision_id"]}

    def lost(self, found: dict[str, Any]) -> int:
        """How many saves of which the teacher was told are not there, or not on the website."""
        if not self.page:
            return 0
        own = found.get(self.page, {"saved": [], "live": 0, "published": 0})
        # A save replaces the one before it, a publication stays.
        return (
            sum(number > max(own["saved"], default=0) for number in self.saved)
            + sum(number > own["live"] or number not in own["saved"] for number in self.published)
            + max(0, len(self.published) - own["published"])
        )


@dataclass(frozen=True, slots=True)
class Result:
    acknowledged: int
    published: int
    lost: int
    behind: list[str]
    answers: Counter[str]
    read: Counter[str]
    kills: Counter[str]
    outbox: Counted

    def __str__(self) -> str:
        outbox = self.outbox
        return "\n".join(
            [
                f"acknowledged {self.acknowledged}, lost {self.lost}",
                f"messages {outbox.taken}, twice {outbox.duplicates}",
                f"  {self.published} of these were publications",
                f"  killed with -9: {dict(self.kills)}",
                f"  editors were answered {dict(sorted(self.answers.items()))}",
                f"  readers were answered {dict(sorted(self.read.items()))}",
                f"  pages that one of the machines shows otherwise: {len(self.behind)}",
                str(outbox),
            ]
        )


def posting_day(day: Day, folder: Path, seed: int = 1) -> Result:
    begun = time.monotonic()
    with (
        temporary_server(AS_IN_PRODUCTION) as url,
        counting_server(NASTY, seconds=1.2, slow_seconds=4.0, seed=seed) as provider,
    ):
        manage(environment_of(url, VAR_DIR=str(folder / "outside")), "migrate", "--verbosity", "0")
        database = Database(url)
        both = [provider.environment] * 2
        with machines(url, folder, both) as pair:
            try:
                editors = _editors(pair, day)
                pair.processes.run("fill", str(day.families))
                with telling(pair.processes, provider):
                    read = Counter[str]()
                    over = threading.Event()
                    threads = _threads(pair, editors, day.readers, read, over)
                    kills = _kill(pair, database, day, random.Random(seed))
                    over.set()
                    for thread in threads:
                        thread.join()
                    for worker in pair.workers:
                        worker.kill_all()
                        kills["worker"] += 1
                    pair.processes.run("sweep")
                    pair.keep()
                    first, last = settle(pair.processes, pair.keep, provider)
                found = pair.processes.run("saves")
                report = pair.processes.run("report")
                behind = _behind(pair, editors, found)
            finally:
                database.close()
    return Result(
        acknowledged=sum(len(each.saved) for each in editors),
        published=sum(len(each.published) for each in editors),
        lost=sum(each.lost(found) for each in editors),
        behind=behind,
        answers=sum((each.answers for each in editors), Counter()),
        read=read,
        kills=kills,
        outbox=count(
            report, provider, first, last,
            kills.total(), kills["database"], time.monotonic() - begun,
        ),
    )  # fmt: skip


def _editors(pair: Machines, day: Day) -> list[Editor]:
    school = pair.processes.run("open_school", str(day.editors))
    editors = [Editor(Person(*pair.webs), school, each) for each in school["teachers"]]
    for each in editors:
        each.person.sign_in(each.teacher["email"], PASSWORD)
    return editors


def _threads(
    pair: Machines, editors: list[Editor], readers: int, read: Counter[str], over: threading.Event
) -> list[threading.Thread]:
    paths = [each.teacher["path"] for each in editors] + [editors[0].school["school"], "/"]

    def reader(number: int) -> Callable[[], None]:
        person, chance = Person(*pair.webs), random.Random(number)

        def turn() -> None:
            read[str(person.get(chance.choice(paths)).status_code)] += 1

        return turn

    def go_on(turn: Callable[[], None], answers: Counter[str], pause: float) -> None:
        while not over.wait(pause):
            try:
                turn()
            except requests.RequestException as error:
                answers[type(error).__name__] += 1

    threads = [
        threading.Thread(target=go_on, args=(each.turn, each.answers, 0.5)) for each in editors
    ]
    threads += [
        threading.Thread(target=go_on, args=(reader(number), read, 0.5))
        for number in range(readers)
    ]
    for thread in threads:
        thread.start()
    return threads


def _kill(pair: Machines, database: Database, day: Day, chance: random.Random) -> Counter[str]:
    """In turn, each with its machine drawn; all come back."""
    kills = Counter[str]()
    parts: list[tuple[str, list[Any]]] = [
        ("web", pair.webs),
        ("worker", pair.workers),
        ("database", [database]),
        *([("redis", [pair.redis])] if pair.redis else []),
    ]
    for number in range(day.kills):
        time.sleep(day.pause * chance.uniform(0.5, 1.5))
        name, ones = parts[number % len(parts)]
        one = chance.choice(ones)
        one.kill_all()
        kills[name] += 1
        time.sleep(AWAY)
        one.keep()
        pair.keep()
    time.sleep(day.pause)
    return kills


def _behind(pair: Machines, editors: list[Editor], found: dict[str, Any]) -> list[str]:
    """Class pages that do not show on both machines what is live."""
    behind = []
    for editor in editors:
        live = found.get(editor.page, {"live": 0})["live"]
        for web in pair.webs:
            text = Person(web).get(editor.teacher["path"]).text
            shown = {int(each) for each in SAVE.findall(text)}
            if shown != ({live} if live else set()):
                behind.append(f"{editor.teacher['path']}: {shown}, live: {live}")
    return behind
