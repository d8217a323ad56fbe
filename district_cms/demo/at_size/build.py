"""Builds the district at size: its classes with their updates, its families, the search index.

The search entry of an update depends only on its text. So the backend indexes each text once, under
a key that no page has, and the database copies that row for every update with this text.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import batched
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import override
from django_q.brokers import get_broker
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from classroom.ledger.counting import count_days
from classroom.ledger.refresh import district_zone, posting_days, refresh_classes
from classroom.models import ClassroomPage, TeacherPage, UpdatePage
from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import content_hash, record
from district_cms.people.models import User
from district_cms.schools.models import HomePage, SchoolPage
from district_cms.schools.search.index import rebuild
from notifications.consent import wording
from notifications.models import (
    Channel,
    ConsentRecord,
    MailOffer,
    Scope,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.sources import Place

from ..bulk.pages import PageWriter, check_content
from ..bulk.tables import Tables
from ..bulk.updates import START, Piece, UpdateWriter, on_after_start, pattern_of, piece_of
from ..bulk.walks import WalkWriter
from ..content_files import periods, rich
from ..families import offers
from ..pages import Built, Say
from ..posts import content_of
from ..school_year import FAMILY, GIVEN, Chance, plans, school_day
from .plans import Sizes, story_of, year_of
from .schools import (
    Ground,
    School,
    SchoolWriter,
    StaffWriter,
    Taught,
    account_of,
    lay_ground,
    office,
    published_at,
    stems_for,
)

OBJECTS_A_STATEMENT = 500
VECTORS = ("title", "autocomplete", "body", "title_text", "body_text")


class SearchWriter:
    def __init__(self) -> None:
        self._index = get_search_backend().get_index_for_model(UpdatePage)
        self._type = ContentType.objects.get_for_model(UpdatePage).pk
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE at_size_text (page_id bigint, piece integer) ON COMMIT DROP"
            )

    def add(self, objects: Iterable[Any]) -> None:
        """Indexes objects with the search backend."""
        by_model = defaultdict(list)
        for each in objects:
            by_model[type(each)].append(each)
        for model, instances in by_model.items():
            for some in batched(instances, OBJECTS_A_STATEMENT):
                self._index.add_items(model, list(some))

    def add_texts(self, patterns: Iterable[tuple[int, UpdatePage]]) -> None:
        """Indexes each text under its negative number; `finish` copies it to updates. Numbers are
        positive."""
        for some in batched(patterns, OBJECTS_A_STATEMENT):
            for number, page in some:
                page.pk = -number
            self.add(page for _number, page in some)

    def note(self, updates: Sequence[tuple[int, int]]) -> None:
        """Records pairs of an update's page and its text."""
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY at_size_text (page_id, piece) FROM STDIN") as copy,
        ):
            for row in updates:
                copy.write_row(row)

    def finish(self) -> None:
        """Writes the entries of all updates, and the title weights of a rebuilt index."""
        quote = connection.ops.quote_name
        table = quote(IndexEntry._meta.db_table)
        columns = ", ".join(map(quote, VECTORS))
        copied = ", ".join(f"text.{quote(name)}" for name in VECTORS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (content_type_id, object_id, title_norm, {columns}) "  # noqa: S608
                f"SELECT %s, pending.page_id::text, 1.0, {copied} FROM at_size_text AS pending "
                f"JOIN {table} AS text ON text.content_type_id = %s "
                "AND text.object_id = (-pending.piece)::text",
                [self._type, self._type],
            )
            cursor.execute(
                f"DELETE FROM {table} WHERE content_type_id = %s AND object_id LIKE '-%%'",  # noqa: S608
                [self._type],
            )
        self._index._refresh_title_norms(full=True)


BUILT = "district_at_size.built"
PERIODS = 8
NOON = dt.time(12)
# Closing notes that turn each of the demo's periods into several variants.
NOTES: Final = (
    "",
    "Please bring a library book on Thursday. We read for twenty minutes after lunch.",
    "We still need egg cartons, paper rolls and jar lids for our projects. Thank you!",
    "If your phone number has changed, please tell the school office, so that we can reach you.",
    "The classroom can be cold in the morning. A sweater in the backpack helps.",
)


def check_may_build() -> None:
    """Raises `ImproperlyConfigured` with a sentence if the district cannot be built."""
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
    """Builds the district at noon of `sizes.anchor`. `say` gets the name of each step.

    Raises `ImproperlyConfigured` if it may not be built, `ValueError` if the sizes need more
    updates than the school year has days; then nothing is written.
    """
    check_may_build()
    with override("en"), transaction.atomic():
        _Build(sizes, say).run()
    with connection.cursor() as cursor:
        # Does what autovacuum does for a database in use: the planner then knows the table sizes,
        # and which pages an index scan need not visit.
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
    # Removes the ledger run that the services queued: the ledger is up to date.
    get_broker().purge_queue()


class _Build:
    def __init__(self, sizes: Sizes, say: Say) -> None:
        self._sizes, self._say = sizes, say
        self._zone = district_zone()
        self._now = dt.datetime.combine(sizes.anchor, NOON, self._zone)
        self._year = year_of(sizes.anchor, sizes.updates_a_class)
        self._calendar = self._year.calendar()
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
        self._tables.flush()  # the gate checks that curriculum pages exist
        self._search = SearchWriter()
        self._search.add([Page.get_first_root_node()])  # never saved by a service
        patterns = []
        for stem, piece, pattern in make_pieces(stems, self._sizes.variants, ground.built):
            self._pieces[stem].append(piece)
            patterns.append((piece.number, pattern))
        self._search.add_texts(patterns)

    def _school(self, school: School) -> None:
        """Writes a school's classes with their updates, then indexes everything."""
        principal = account_of(school.principal).pk
        for taught in self._schools.classes(school):
            self._class(taught, principal)
            self._families.offer(taught, school)
        self._tables.flush()
        self._search.add([*self._pages.not_indexed, *self._people.not_indexed])
        self._pages.not_indexed.clear()
        self._people.not_indexed.clear()

    def _class(self, taught: Taught, principal: int) -> None:
        page, pieces = taught.page, self._pieces[taught.stem]
        ahead = plans(
            story_of(taught.number),
            count=page.numchild,
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
                pieces[text],
                path=self._pages.next_path(page),
                classroom=page,
                author=account_of(taught.lead).pk,
                principal=principal,
                on=partial(school_day, plan.day, calendar=self._calendar),
            )
            self._walks.add(update)
            written.append((update.page_id, pieces[text].number))
        self._search.note(written)


def make_pieces(
    stems: list[str], variants: int, built: Built
) -> Iterator[tuple[str, Piece, UpdatePage]]:
    """Yields (content file, piece, pattern) for every text of these files, in order, with at most
    `variants` variants per period. Raises `ContentRefused` for a text that the gate refuses."""
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


EVERY_SPANISH = 5
PROVED = dt.timedelta(minutes=3)  # from the request to the click in the mail
STOPPED = 25  # one in so many subscriptions was stopped again


class FamilyWriter:
    """Writes families and their subscriptions. `begun` is when the first classes offered mail
    (UTC), `anchor` the present."""

    def __init__(
        self, tables: Tables, chance: Chance, begun: dt.datetime, anchor: dt.datetime
    ) -> None:
        self._tables, self._chance = tables, chance
        self._begun, self._days = begun, (anchor - begun).days
        self._places: list[tuple[ClassroomPage, TeacherPage, SchoolPage]] = []

    def offer(self, taught: Taught, school: School) -> None:
        """Offers a class's updates by mail, if it is one of those that do."""
        if not offers(taught.number):
            return
        page = taught.page
        self._tables.add(MailOffer, page_id=page.pk, offered=True, since=self._begun)
        self._tables.add(
            AuditEntry,  # the same as `audit_log.services.record`
            at=self._begun,
            action="class_mail.on",
            actor=str(account_of(taught.lead)),
            title=page.title,
            school=school.page.title,
            page_uuid=page.translation_key,
            revision_id=page.latest_revision_id,
            content_hash=content_hash(page),
            data="{}",
        )
        teacher = next(page for staff, page in school.teachers if staff == taught.lead)
        self._places.append((page, teacher, school.page))

    def subscribe_all(self, number: int) -> None:
        """Writes this many people with their subscriptions. Raises `ValueError` if no class offers
        mail."""
        if number and not self._places:
            raise ValueError("No class offers mail, so nobody can subscribe.")
        for place in range(number):
            self._person(place)

    def _wanted(self, number: int) -> dict[tuple[Scope, Any], SchoolPage]:
        """Returns the places that person `number` follows, with the school of each."""
        page, teacher, school = self._chance.choice(self._places)
        if number % 10 == 4:
            return {(Scope.SCHOOL, school): school}
        if number % 5 == 3:
            return {(Scope.TEACHER, teacher): school}
        places = {(Scope.CLASS, page): school}
        for _sibling in range(number % 3):
            page, _teacher, school = self._chance.choice(self._places)
            places[Scope.CLASS, page] = school
        return places

    def _person(self, number: int) -> None:
        language = "es" if number % EVERY_SPANISH == 2 else "en"
        requested = self._begun + dt.timedelta(
            days=self._chance.randrange(self._days), minutes=self._chance.randrange(1440)
        )
        person = Subscriber(
            pk=self._tables.of(Subscriber).next_pk(),
            uuid=self._chance.uuid(),
            language=language,
            created_at=requested + PROVED,
        )
        self._tables.add_object(person)
        given, family = self._chance.choice(GIVEN), self._chance.choice(FAMILY)
        self._tables.add(
            VerifiedAddress,
            subscriber_id=person.pk,
            address=f"{given}.{family}.{number + 1}@example.net".lower(),
            verified_at=requested + PROVED,
        )
        for (scope, page), school in self._wanted(number).items():
            self._begin(person, scope, page, school, requested)
            requested += dt.timedelta(minutes=7)

    def _begin(
        self,
        person: Subscriber,
        scope: Scope,
        page: Any,
        school: SchoolPage,
        requested: dt.datetime,
    ) -> None:
        proved = requested + PROVED
        stops = self._chance.randrange(STOPPED) == 0
        ended = proved + dt.timedelta(hours=20) if stops else None
        self._tables.add(
            Subscription,
            subscriber_id=person.pk,
            scope=scope.value,
            page_uuid=page.translation_key,
            started_at=proved,
            ended_at=ended,
        )
        self._consent(person, scope, page, school, at=proved, requested=requested)
        if ended:
            self._consent(person, scope, page, None, at=ended)

    def _consent(
        self,
        person: Subscriber,
        scope: Scope,
        page: Any,
        school: SchoolPage | None,
        *,
        at: dt.datetime,
        requested: dt.datetime | None = None,
    ) -> None:
        """Writes a consent record like `consent.services`: given with a `school`, otherwise
        withdrawn."""
        record = ConsentRecord
        is_given = school is not None
        words = ""
        if school is not None:
            with translation.override(person.language):
                words = wording.by_email(
                    Place(
                        scope, page.translation_key, page.title, school.title, "", True, False, page
                    )
                )
        self._tables.add(
            record,
            at=at,
            subscriber_uuid=person.uuid,
            act=(record.Act.GIVEN if is_given else record.Act.WITHDRAWN).value,
            channel=Channel.EMAIL.value,
            scope=scope.value,
            page_uuid=page.translation_key,
            title=page.title if is_given else "",
            school=school.title if school is not None else "",
            wording=words,
            language=person.language,
            source=(record.Source.FORM if is_given else record.Source.ONE_CLICK).value,
            proof=(record.Proof.BUTTON if is_given else record.Proof.LINK).value,
            asked_at=requested,
        )
