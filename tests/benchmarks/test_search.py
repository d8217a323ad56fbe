"""What a search takes in the district at size. `make bench ARGS=search`.

Prints for each kind of search: how many pages were found, queries, milliseconds of the answer
without its page, and of these the database's; the median of a few; and whether each keeps the
limit.
"""

import statistics
import sys
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture
from wagtail.models import Page

from district_cms.schools.models import Findable, SchoolPage
from district_cms.schools.search.answers import Found, find, find_named
from district_cms.schools.search.matching import SearchFilter
from tests.at_size import ANCHOR, NOON
from tests.world import World

from . import goals

pytestmark = pytest.mark.scale

TIMES = 7
MOST = 20  # ms


def test_every_kind_of_search(at_size_database: World, time_machine: TimeMachineFixture) -> None:
    """In no transaction, as the website answers: within one nothing is kept."""
    time_machine.move_to(NOON, tick=False)
    name, school = at_size_database.staff.family_name, SchoolPage.objects.first()
    assert school is not None
    slip = name[:2] + name[3:]
    kinds = {
        "a teacher": name,
        "a teacher with a title": f"Ms. {name}",
        "a teacher and a subject": f"{name} math",
        "a slip of the pen": slip,
        "a subject": "math",
        "a subject in Spanish": "matemáticas",
        "a subject and a grade": "matemáticas 5",
        "a grade": "3rd grade",
        "a school": school.title,
        "a room": "room 12",
        "a principal": "principal",
        "a day": "november 26",
        "the calendar": "calendar",
        "a document": "supply list",
        "a word of many updates": "fractions",
        "two words of updates": "number line",
        "nothing": "xylophone",
        "what fits almost everything": "elementary",
    }
    say = sys.stdout.write
    say(f"\n{Page.objects.count()} pages, {Findable.objects.count()} of them found by name\n")
    say(f"{'found':>7}{'queries':>9}{'ms':>8}{'of db':>8}  search\n")
    took = {kind: _print(kind, query, SearchFilter()) for kind, query in kinds.items()}
    for kind, query, narrowed in (
        ("a word of updates in one school", "fractions", SearchFilter(school=school.pk)),
        ("a subject of one grade", "math", SearchFilter(grade="03")),
    ):
        took[kind] = _print(kind, query, narrowed)
    begun = time.perf_counter()
    for _time in range(TIMES):
        find_named(name[:4], SearchFilter(), ANCHOR, 8)
    took["suggestions"] = 1000 * (time.perf_counter() - begun) / TIMES
    say(f"{'':>16}{took['suggestions']:>8.1f}{'':>10}suggestions\n")
    for kind, milliseconds in took.items():
        goals.at_most(f"search for {kind}", milliseconds, MOST, " ms")


def _print(kind: str, query: str, narrowed: SearchFilter) -> float:
    """Returns the milliseconds of the answer."""
    took, database, found, queries = [], [], Found(), 0
    for _time in range(TIMES):
        begun = time.perf_counter()
        found = find(query, narrowed, ANCHOR)
        took.append(1000 * (time.perf_counter() - begun))
        with CaptureQueriesContext(connection) as asked:
            find(query, narrowed, ANCHOR)
        database.append(1000 * sum(float(one["time"]) for one in asked))
        queries = len(asked)
    ms, of_db = statistics.median(took), statistics.median(database)
    sys.stdout.write(f"{len(found.hits):>7}{queries:>9}{ms:>8.1f}{of_db:>8.1f}  {kind}: {query}\n")
    sys.stdout.flush()
    return ms
