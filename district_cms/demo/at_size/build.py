"""Building the district at size: one transaction, one school after the other."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils.translation import override
from django_q.brokers import get_broker
from wagtail.models import Page

from classroom.ledger.counting import count_days
from classroom.ledger.keeping import district_zone, posting_days, refresh_classes
from classroom.models import ClassroomPage, UpdatePage
from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.schools.models import HomePage
from district_cms.schools.search.index import rebuild

from ..bulk.chance import Chance
from ..bulk.pages import PageWriter, check_content
from ..bulk.pieces import START, Piece, on_after_start, pattern_of, piece_of
from ..bulk.tables import Tables
from ..bulk.updates import UpdateWriter
from ..bulk.walks import WalkWriter
from ..content_files import periods, rich
from ..pages import Built, Say
from ..posts import content_of
from ..school_year import school_day
from .families import FamilyWriter
from .ground import Ground, lay_ground, published_at
from .people import StaffWriter, account_of, office
from .plans import plans
from .schools import School, SchoolWriter, Taught, stems_for
from .search import SearchWriter
from .sizes import Sizes
from .year import calendar_of, year_of

BUILT = "district_at_size.built"
PERIODS = 8
NOON = dt.time(12)
# The demo's periods, each with one of a few closing notes.
NOTES: Final = (
    "",
    "Please bring a library book on Thursday. We read for twenty minutes after lunch.",
    "We still need egg cartons, paper rolls and jar lids for our projects. Thank you!",
    "If your phone number has changed, please tell the school office, so that we can reach you.",
    "The classroom can be cold in the morning. A sweater in the backpack helps.",
)


def check_may_build() -> None:
    """Raise `ImproperlyConfigured` with a sentence where the district cannot be built."""
    if not settings.DEMO_MAY_BE_LOADED:
        raise ImproperlyConfigured(
            "The fictional district's password is known to everyone, so it is never built under "
            "these settings."
        )
    if connection.vendor != "postgresql":
        raise ImproperlyConfigured(
            "The district at size is built in PostgreSQL only: name one with DATABASE_URL."
        )
    if User.objects.exists() or HomePage.objects.exists():
        raise ImproperlyConfigured(
            "This database holds a district already. The one at size is only built in an empty one."
        )


def build_at_size(sizes: Sizes, *, say: Say = lambda words: None) -> None:
    """Build the district as it stands at noon of `sizes.anchor`. `say` is told each step.

    Raises `ImproperlyConfigured` where it may not be built, `ValueError` where the sizes ask for
    more updates than the school year has days; then nothing is written.
    """
    check_may_build()
    with override("en"), transaction.atomic():
        _Build(sizes, say).run()
    with connection.cursor() as cursor:
        # As the server's own cleaning leaves a database that is in use: the planner knows the sizes
        # of the tables, and which of their pages need not be read beside an index.
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
    # The services asked for a run of the ledger, which is up to date. All else is quiet too.
    get_broker().purge_queue()


class _Build:
    def __init__(self, sizes: Sizes, say: Say) -> None:
        self._sizes, self._say = sizes, say
        self._zone = district_zone()
        self._now = dt.datetime.combine(sizes.anchor, NOON, self._zone)
        self._year = year_of(sizes.anchor, sizes.updates_a_class)
        self._calendar = calendar_of(self._year)
        self._tables = Tables()
        self._days, self._words = self._chance("days"), self._chance("words")
        self._pieces: dict[str, list[Piece]] = defaultdict(list)

    def _chance(self, part: str) -> Chance:
        return Chance(self._sizes.seed, part)

    def run(self) -> None:
        sizes, tables = self._sizes, self._tables
        begun = published_at(self._year)
        self._say("site, curriculum, pictures")
        self._pages = PageWriter(tables, self._chance("pages"))
        stems = stems_for(sizes)
        ground = lay_ground(self._year, writer=self._pages, schools=sizes.schools, stems=stems)
        self._people = StaffWriter(tables, self._chance("people"), begun)
        self._schools = SchoolWriter(
            tables, self._pages, self._people, ground, self._chance("schools"), sizes
        )
        self._updates = UpdateWriter(tables, self._chance("updates"))
        self._walks = WalkWriter(tables)
        self._families = FamilyWriter(tables, self._chance("families"), begun, self._now)
        self._say("texts, through the gate")
        self._texts(stems, ground)
        for school in self._schools.schools(office(self._people)[0]):
            self._say(school.page.title)
            self._school(school)
        self._say("families")
        self._families.subscribe_all(sizes.subscribers)
        tables.finish()
        self._say("search index")
        self._search.finish()
        rebuild()
        self._say("posting ledger")
        ids = list(ClassroomPage.objects.order_by("pk").values_list("pk", flat=True))
        refresh_classes(classroom_ids=ids, now=self._now)
        today = self._now.astimezone(district_zone()).date()
        count_days(today=today, days=posting_days(today))
        record(
            action=BUILT,
            actor="build_district",
            anchor=sizes.anchor.isoformat(),
            seed=sizes.seed,
            classes=sizes.classes,
            updates=sizes.updates,
        )

    def _texts(self, stems: list[str], ground: Ground) -> None:
        self._tables.flush()  # the gate looks whether curriculum pages are there
        self._search = SearchWriter()
        self._search.add([Page.get_first_root_node()])  # no service ever saved it
        patterns = []
        for stem, piece, pattern in make_pieces(stems, self._sizes.variants, ground.built):
            self._pieces[stem].append(piece)
            patterns.append((piece.number, pattern))
        self._search.add_texts(patterns)

    def _school(self, school: School) -> None:
        """Its classes with their updates, then all of it into the search index."""
        principal = account_of(school.principal).pk
        for taught in self._schools.classes(school):
            self._class(taught, principal)
            self._families.offer(taught, school)
        self._tables.flush()
        self._search.add([*self._pages.not_indexed, *self._people.not_indexed])
        self._pages.not_indexed.clear()
        self._people.not_indexed.clear()

    def _class(self, taught: Taught, principal: int) -> None:
        page, found = taught.page, self._pieces[taught.stem]
        ahead = plans(
            taught.number,
            page.numchild,
            calendar=self._calendar,
            anchor=self._sizes.anchor,
            zone=self._zone,
            chance=self._days,
        )
        begin, variants = self._words.randrange(PERIODS), self._sizes.variants
        written = []
        for place, plan in enumerate(ahead):
            text = (begin + place) % PERIODS * variants + self._words.randrange(variants)
            update = self._updates.add(
                plan,
                found[text],
                path=self._pages.next_path(page),
                classroom=page,
                author=account_of(taught.lead).pk,
                principal=principal,
                on=partial(school_day, plan.day, calendar=self._calendar),
            )
            self._walks.add(update)
            written.append((update.page_id, found[text].number))
        self._search.note(written)


def make_pieces(
    stems: list[str], variants: int, built: Built
) -> Iterator[tuple[str, Piece, UpdatePage]]:
    """(content file, piece, pattern) of every text of these files, in order, each period in at
    most so many variants. Raises `ContentRefused` for a text that the gate would not let pass."""
    number = 0
    for stem in stems:
        for period in periods(stem):
            for note in NOTES[:variants]:
                pattern = _pattern(period, note, built)
                number += 1
                yield stem, piece_of(pattern, check_content(pattern), number=number), pattern


def _pattern(period: dict[str, Any], note: str, built: Built) -> UpdatePage:
    content = content_of(period, start=START, built=built, on=on_after_start)
    if note:
        content["lesson"].append(("prose", rich(note)))
    return pattern_of(period["theme"], content)
