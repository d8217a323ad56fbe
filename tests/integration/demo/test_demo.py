"""The fictional district, loaded once for all tests of this module and taken out again."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.timezone import localdate
from django_q.brokers import get_broker
from pytest_django import DjangoDbBlocker
from time_machine import TimeMachineFixture, travel
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision, Site, TaskState

from classroom.home.feedback.selectors import SchoolCounts, counts_of
from classroom.ledger.history import facts_of
from classroom.ledger.keeping import calendar_of, district_zone
from classroom.models import (
    ClassroomPage,
    ClassroomTeacher,
    FeedbackNote,
    FeedbackSchool,
    Leave,
    Posting,
    PostingSlot,
    TeacherPage,
    UpdatePage,
)
from classroom.permissions import current_classroom_ids
from district_cms.activities.models import PostPage
from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.sealing import seal_log
from district_cms.audit_log.services import content_hash
from district_cms.audit_log.verifying import verify_log
from district_cms.demo.bulk.plan import End
from district_cms.demo.families import (
    FAMILIES,
    NUMBER,
    closed_windows,
    families,
    send_all,
    told_posting_days,
)
from district_cms.demo.loader import LOADED, Loaded, load_demo, logins, send_demo_mail
from district_cms.demo.school_year import short_break
from district_cms.deviations.models import Authorization, Deviation
from district_cms.media.models import DistrictImage
from district_cms.moderation.models import ReviewSettings, StandIn
from district_cms.moderation.reading_later.selectors import to_read
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.procedure.cadence import NoSchoolRule
from district_cms.procedure.slots import ClassSpan, Post, assign
from district_cms.publishing.models import RevisionFindings
from district_cms.schools.models import Banner, SchoolPage
from district_cms.schools.search.models import Findable
from district_cms.schools.services.site import publish_new_page
from district_cms.site_audit.live_pages import count_live_pages, failing_live_pages
from notifications.digests.services import write_due_digests
from notifications.models import (
    Channel,
    ConsentRecord,
    DigestItem,
    DigestRun,
    Message,
    MessageClass,
    MessageEvent,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.services import enqueue_message
from notifications.sources import place, posting_days
from tests.integration.at_size.rows import differences
from tests.integration.at_size.twins import twin_of
from tests.integration.conftest import Clock, moment

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="on PostgreSQL the browser tests load the demo"
    ),
]

ANCHOR = dt.date(2026, 11, 24)
NOON = "2026-11-24 12:00"


@dataclass
class Heard:
    """What the loader said and which statements it sent to change rows, in their order."""

    lines: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def note_changes(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if sql.startswith(("UPDATE", "DELETE")):
            self.changes.append(sql)
        return execute(sql, params, many, context)


@pytest.fixture(scope="module")
def heard() -> Heard:
    return Heard()


@pytest.fixture(scope="module")
def loaded(
    heard: Heard,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Loaded]:
    media: Path = tmp_path_factory.mktemp("media")
    around = transaction.atomic()
    # As Django's own test case says of its transaction: what must commit may do so within it.
    around._from_testcase = True  # type: ignore[attr-defined]
    # Django's test runner would keep mails to itself.
    outbox = {"default": {"BACKEND": "notifications.backends.OutboxEmailBackend"}}
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media, MAILERS=outbox),
        around,
    ):
        with travel(moment(NOON), tick=False), connection.execute_wrapper(heard.note_changes):
            done = load_demo(anchor=ANCHOR, say=heard.lines.append)
            send_demo_mail(done, say=heard.lines.append)
        yield done
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: Loaded, db: None, clock: Clock) -> Loaded:
    """The demo at noon of its day."""
    clock(NOON)
    return loaded


def everything() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_the_district_is_as_large_as_it_says(demo: Loaded) -> None:
    assert (demo.anchor, demo.new) == (ANCHOR, True)
    assert SchoolPage.objects.live().count() == 6
    assert Staff.objects.count() == 41
    assert ClassroomPage.objects.live().count() == 60
    assert demo.updates == UpdatePage.objects.count() >= 400
    assert DistrictImage.objects.count() >= 10


def test_one_notice_is_over_and_none_is_live(demo: Loaded) -> None:
    (notice,) = Banner.objects.all()
    assert notice.standing() == "over"


def test_it_says_what_it_is_doing_while_it_loads(demo: Loaded, heard: Heard) -> None:
    assert heard.lines[-1] == "Sending confirmations and digests …"
    assert len([line for line in heard.lines if line.startswith("Posting updates: school")]) == 6


def test_families_find_a_document_and_pages_in_spanish(demo: Loaded, client: Client) -> None:
    page = client.get("/juniper-creek/?lang=es").text
    (address,) = set(re.findall(r"/documents/\d+/utiles\.pdf", page))
    assert client.get(address).getvalue().startswith(b"%PDF-")
    assert "bajo un mismo techo" in client.get("/larkspur-middle/?lang=es").text


def test_a_break_is_called_by_the_month_that_it_is_in() -> None:
    assert short_break(dt.date(2026, 11, 30)) == "December break"
    assert short_break(dt.date(2026, 11, 23)) == "Thanksgiving break"


def test_everyone_and_everything_is_invented(demo: Loaded) -> None:
    assert all(user.email.endswith("@larkspur.example") for user in User.objects.all())
    phones = [*Staff.objects.values_list("phone"), *SchoolPage.objects.values_list("phone")]
    assert {phone[:10] for (phone,) in phones if phone} == {"406-555-01"}


def test_every_live_page_would_go_live_today(demo: Loaded) -> None:
    assert count_live_pages() > 400
    assert [(page.title, page.rules) for page in failing_live_pages()] == []


def test_every_class_has_addresses_with_the_year_and_the_posting_days(demo: Loaded) -> None:
    for room in ClassroomPage.objects.all():
        assert f"/{room.school_year.slug}/" in room.url_path
        assert room.url_path.endswith(f"/{room.slug.removeprefix(room.school_year.slug)[1:]}/")
        for update in UpdatePage.objects.child_of(room):
            assert dt.date.fromisoformat(update.slug) == update.period_start
            assert update.period_start <= update.period_end


# ---------------------------------------------------------------- evidence and its dates

Outcome = RevisionFindings.Outcome


@pytest.mark.parametrize("model", [AuditEntry, RevisionFindings])
def test_what_is_written_once_is_never_changed(
    model: type[Model], demo: Loaded, heard: Heard
) -> None:
    assert len(heard.changes) > 1000
    assert not [sql for sql in heard.changes if f'"{model._meta.db_table}"' in sql.split("SET")[0]]


def evidence(outcome: str) -> dict[Any, dt.datetime]:
    keys = UpdatePage.objects.values("translation_key")
    rows = RevisionFindings.objects.filter(outcome=outcome, page_uuid__in=keys)
    return dict(rows.values_list("page_uuid", "at"))


def test_the_evidence_of_an_update_is_as_old_as_its_submission_and_approval(demo: Loaded) -> None:
    postings = Posting.objects.all()
    submitted = {row.page_uuid: row.submitted_at for row in postings}
    published = {row.page_uuid: row.published_at for row in postings if row.last_published_at}
    assert len(published) > 380
    assert min(published.values()) < moment("2026-09-15 00:00")
    assert evidence(Outcome.SUBMITTED) == submitted
    assert evidence(Outcome.LIVE) == published


def test_the_record_says_when_a_family_confirmed_and_stopped(demo: Loaded) -> None:
    given = ConsentRecord.objects.filter(act="given").values_list("at", flat=True)
    begun = Subscription.objects.values_list("started_at", flat=True)
    assert sorted(given) == sorted(begun)
    stopped = ConsentRecord.objects.filter(act="withdrawn").values_list("at", flat=True)
    ended = Subscription.objects.filter(ended_at__isnull=False).values_list("ended_at", flat=True)
    assert sorted(stopped) == sorted(ended)


def test_wagtails_own_history_of_an_update_has_the_same_past(demo: Loaded) -> None:
    for posting in Posting.objects.filter(last_published_at__isnull=False):
        page = Page.objects.get(translation_key=posting.page_uuid)
        log = PageLogEntry.objects.filter(page_id=page.pk).order_by("timestamp", "pk")
        (revision,) = Revision.objects.filter(object_id=str(page.pk))
        (task,) = TaskState.objects.filter(revision=revision)
        assert log.first().timestamp == revision.created_at < posting.submitted_at
        assert task.started_at == posting.submitted_at
        assert task.finished_at == page.first_published_at == posting.published_at
        assert log.last().timestamp == posting.published_at


def has_block(kind: str) -> Callable[[UpdatePage], bool]:
    return lambda update: any(block.block_type == kind for block in update.lesson)


CHOSEN: dict[str, Callable[[UpdatePage], bool]] = {
    "with a question": lambda update: AuditEntry.objects.filter(
        page_uuid=update.translation_key
    ).exists(),
    "with a picture": has_block("picture"),
    "with a table": has_block("table"),
    "that has words of its class alone": lambda update: "/cottonwood/" in update.url_path,
}


@pytest.mark.parametrize("which", CHOSEN)
def test_an_update_of_the_past_has_the_rows_that_the_services_write(
    which: str, demo: Loaded, time_machine: TimeMachineFixture
) -> None:
    update = next(filter(CHOSEN[which], UpdatePage.objects.live().order_by("pk")))

    twin = twin_of(update, End.LIVE, time_machine, answered=True)

    assert differences(update, UpdatePage.objects.get(pk=twin.pk)) == []


# The demo's pages were begun some minutes before they were published, and have pages below them; a
# key of the search is the page's own.
OF_THE_DEMO = {"created_at", "latest_revision_created_at", "timestamp", "numchild", "key"}
OF_A_CLASS = (
    *("title", "subject", "grade_levels", "section", "room", "school_year", "contact_hours"),
    *("introduction", "started_from"),
)


def test_the_page_of_a_class_has_the_rows_that_the_services_write(
    demo: Loaded, time_machine: TimeMachineFixture
) -> None:
    on_record = AuditEntry.objects.filter(page_uuid__isnull=False).values("page_uuid")
    room = ClassroomPage.objects.exclude(translation_key__in=on_record).order_by("pk")[0]
    time_machine.move_to(room.first_published_at, tick=False)
    values = {name: getattr(room, name) for name in OF_A_CLASS}

    twin = publish_new_page(
        parent=room.get_parent().specific,
        page=ClassroomPage(slug="twin", **values),
        user=room.owner,
    )
    for row in room.teaching.all():
        ClassroomTeacher.objects.create(classroom=twin, staff=row.staff, part=row.part)

    found = differences(room, ClassroomPage.objects.get(pk=twin.pk))
    assert [each for each in found if each[0].split(".")[-1] not in OF_THE_DEMO] == []


def test_every_question_about_an_update_was_answered_by_its_author(demo: Loaded) -> None:
    updates = {page.translation_key: page for page in UpdatePage.objects.select_related("owner")}
    answered = 0
    for record in RevisionFindings.objects.filter(page_uuid__in=updates):
        update = updates[record.page_uuid]
        for finding in record.findings:
            assert finding["confirmed"]["by"] == update.owner.get_full_name()
            assert dt.datetime.fromisoformat(finding["confirmed"]["at"]) <= record.at
            answered += 1
    assert answered > 50
    for entry in AuditEntry.objects.filter(action="gate.confirm", page_uuid__in=updates):
        said = updates[entry.page_uuid].get_latest_revision_as_object()
        assert entry.content_hash == content_hash(said)
        assert (entry.title, entry.school) == (said.title, said.school_title)


# ---------------------------------------------------------------- what can be found


def test_every_page_is_found_by_its_words(demo: Loaded) -> None:
    for page in UpdatePage.objects.live()[::40]:
        assert page in list(UpdatePage.objects.search(page.title))
    teacher = Staff.objects.get(email="elena.rivera@larkspur.example")
    found = Findable.objects.filter(about__contains=f" {teacher.family_name.lower()}")
    own = TeacherPage.objects.get(staff=teacher)
    classes = ClassroomPage.objects.live().descendant_of(own)
    assert classes
    assert set(classes.values_list("pk", flat=True)) <= set(found.values_list("page", flat=True))


def test_a_page_saved_afterwards_is_indexed_at_once(demo: Loaded) -> None:
    page = SchoolPage.objects.order_by("path")[0]
    page.title = "Quillfeather Academy"
    page.save()
    assert list(SchoolPage.objects.search("Quillfeather")) == [page]


def test_where_a_picture_is_used_is_known(demo: Loaded) -> None:
    for image in DistrictImage.objects.all():
        assert ReferenceIndex.get_references_to(image).exists(), image.title


def references_of_pages() -> list[dict[str, Any]]:
    names = [f.attname for f in ReferenceIndex._meta.local_concrete_fields if f.attname != "id"]
    page = ContentType.objects.get_for_model(Page)
    return sorted(ReferenceIndex.objects.filter(base_content_type=page).values(*names), key=str)


def test_the_references_of_pages_are_what_a_rebuild_makes(demo: Loaded) -> None:
    before = references_of_pages()

    call_command("rebuild_references_index", verbosity=0)

    assert len(before) > 500
    assert references_of_pages() == before


# ---------------------------------------------------------------- the ledger

FACT = (
    "page_uuid",
    "classroom_id",
    "submitted_at",
    "returned_at",
    "published_at",
    "go_live_at",
    "last_published_at",
    "withdrawn_at",
    "revision_id",
)


def test_the_ledger_is_what_the_history_tells(demo: Loaded) -> None:
    def values(rows: Any) -> dict[Any, tuple[Any, ...]]:
        return {row.page_uuid: tuple(getattr(row, name) for name in FACT) for row in rows}

    told = values(facts_of(UpdatePage.objects.all()))
    assert len(told) > 390
    assert told == values(Posting.objects.all())


def test_the_slots_are_what_the_rules_make_of_the_history(demo: Loaded) -> None:
    posts: dict[int, list[Post]] = {}
    for fact in facts_of(UpdatePage.objects.all()):
        if fact.submitted_at and not fact.withdrawn_at and not fact.returned_at:
            post = Post(str(fact.page_uuid), fact.submitted_at, fact.published_at, fact.go_live_at)
            posts.setdefault(fact.classroom_id, []).append(post)
    for room in ClassroomPage.objects.all():
        results = assign(
            posts.get(room.pk, []),
            calendar=calendar_of(room.school_year),
            rule=NoSchoolRule.NEXT,
            tz=district_zone(),
            now=moment(NOON),
            span=ClassSpan(room.starts_on, room.ends_on),
        )
        wanted = [
            (r.slot.nominal, r.slot.day, r.standing.value, r.post.dated_at if r.post else None)
            for r in results
        ]
        rows = PostingSlot.objects.filter(classroom=room).order_by("nominal_date")
        kept = list(rows.values_list("nominal_date", "day", "standing", "met_at"))
        assert kept == wanted


def test_every_standing_can_be_seen(demo: Loaded) -> None:
    seen = set(PostingSlot.objects.values_list("standing", flat=True))
    assert seen == {
        *("met", "late", "missing", "awaited", "with_school", "scheduled", "open", "upcoming")
    }


def test_an_update_in_every_state_can_be_seen_in_several_schools(demo: Loaded) -> None:
    waiting = Posting.objects.filter(published_at__isnull=True, returned_at__isnull=True)
    returned = Posting.objects.filter(returned_at__isnull=False)
    drafts = UpdatePage.objects.filter(live=False).exclude(
        translation_key__in=Posting.objects.values("page_uuid")
    )
    waiting_keys, returned_keys = waiting.values("page_uuid"), returned.values("page_uuid")
    planned = Posting.objects.filter(published_at__gt=moment(NOON))
    for rows in (
        UpdatePage.objects.filter(translation_key__in=planned.values("page_uuid")),
        UpdatePage.objects.filter(translation_key__in=waiting_keys),
        UpdatePage.objects.filter(translation_key__in=returned_keys),
        drafts,
    ):
        schools = {page.path[: SchoolPage.steplen * 3] for page in rows}
        assert len(schools) >= 2


def test_updates_for_the_coming_posting_day_are_scheduled_and_say_so(demo: Loaded) -> None:
    planned = UpdatePage.objects.filter(go_live_at__isnull=False)
    assert planned.count() == 2
    for update in planned:
        assert not update.live
        assert str(update.standing.words) == "scheduled for Tuesday, December 1, 7:00 am"
        slot = PostingSlot.objects.get(met_by=update.translation_key)
        assert (slot.standing, slot.day) == ("scheduled", dt.date(2026, 12, 1))


def test_the_queue_publishes_them_at_their_hour(
    demo: Loaded, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(moment("2026-12-01 07:04"), tick=False)
    call_command("publish_scheduled", stdout=StringIO())
    assert UpdatePage.objects.filter(go_live_at__isnull=False, live=True).count() == 2
    assert not PostingSlot.objects.filter(standing="scheduled").exists()


def test_what_the_bulk_scheduled_has_the_rows_that_the_services_write(
    demo: Loaded, time_machine: TimeMachineFixture
) -> None:
    update = UpdatePage.objects.filter(go_live_at__isnull=False).order_by("pk")[0]

    twin = twin_of(update, End.SCHEDULED, time_machine, answered=True)

    assert differences(update, UpdatePage.objects.get(pk=twin.pk)) == []


def account(email: str) -> User:
    return User.objects.get(email=f"{email}@larkspur.example")


def test_at_one_school_updates_are_live_at_once_and_wait_for_the_principal_to_read_them(
    demo: Loaded,
) -> None:
    (school,) = ReviewSettings.load().read_later_schools.all()
    assert school.title == "Sunrise Elementary"
    unread = to_read(account("yetunde.adebayo"))
    assert len(unread) == 2
    for each in unread:
        posting = Posting.objects.get(page_uuid=each.page.translation_key)
        assert each.page.live
        assert each.row.at == posting.submitted_at == posting.published_at < moment(NOON)
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    keys = waiting.values_list("workflow_state__object_id", flat=True)
    assert not Page.objects.descendant_of(school).filter(pk__in=map(int, keys)).exists()


def test_at_one_school_feedback_to_students_is_noted(demo: Loaded) -> None:
    (wanting,) = FeedbackSchool.objects.all()
    assert wanting.school.title == "Cottonwood Elementary"
    for note in FeedbackNote.objects.select_related("classroom__school_year"):
        assert note.day < ANCHOR
        assert calendar_of(note.classroom.school_year).is_school_day(note.day)
    classes = ClassroomPage.objects.descendant_of(wanting.school).values_list("pk", flat=True)
    assert counts_of(classes, ANCHOR) == SchoolCounts(enough=1, classes=len(classes), times=4)


def test_a_teacher_is_away_and_the_substitute_has_the_classes(demo: Loaded) -> None:
    leave = Leave.objects.current(ANCHOR).get()
    assert leave.staff.full_name == "Marisol Vasquez"
    classes = ClassroomTeacher.objects.filter(staff=leave.staff).values("classroom")
    substituted = ClassroomTeacher.objects.filter(leave=leave)
    assert {row.classroom_id for row in substituted} == {row["classroom"] for row in classes}
    assert {row.staff for row in substituted} == {leave.substitute}
    own = current_classroom_ids(leave.substitute.user).values_list("classroom_id", flat=True)
    assert {row.classroom_id for row in substituted} <= set(own)


def test_a_principal_chose_who_stands_in(demo: Loaded) -> None:
    (row,) = StandIn.objects.able()
    assert (row.school.title, row.staff.full_name) == ("Larkspur Middle", "Casimir Doyle")
    assert row.chosen_by == "Tobias Nakagawa"
    chosen = AuditEntry.objects.get(action="review.stand_ins_chosen")
    assert chosen.data["stand_ins"] == ["Casimir Doyle"]


def test_nothing_of_the_demo_lies_in_the_future(demo: Loaded) -> None:
    now = moment(NOON)
    assert not Posting.objects.filter(submitted_at__gt=now).exists()
    assert not Page.objects.filter(first_published_at__gt=now).exists()
    assert not Page.objects.filter(latest_revision_created_at__gt=now).exists()


def test_loading_it_again_changes_nothing(demo: Loaded) -> None:
    before = everything()
    again = load_demo(anchor=ANCHOR + dt.timedelta(days=9))
    assert again == Loaded(ANCHOR, new=False, updates=0)
    assert everything() == before


def test_a_later_start_at_another_port_answers_there(demo: Loaded) -> None:
    with override_settings(WAGTAILADMIN_BASE_URL="http://localhost:8042"):
        load_demo(anchor=ANCHOR)
    assert Site.objects.get(is_default_site=True).port == 8042


def test_nothing_waits_in_the_queue_of_a_new_demo(demo: Loaded) -> None:
    assert get_broker().queue_size() == 0


def test_the_command_says_who_can_sign_in(demo: Loaded) -> None:
    out = StringIO()
    call_command("load_demo", stdout=out)
    heading, *lines = out.getvalue().splitlines()
    assert heading == "Larkspur Valley Public Schools is already here; its date is 2026-11-24."
    assert [line.split()[0] for line in lines] == [role.value for role in Role]


def test_a_database_with_accounts_of_others_is_refused(demo: Loaded) -> None:
    AuditEntry.objects.filter(action=LOADED).delete()
    before = everything()
    with pytest.raises(ImproperlyConfigured, match="holds accounts already"):
        load_demo(anchor=ANCHOR)
    with pytest.raises(CommandError, match="holds accounts already"):
        call_command("load_demo", stdout=StringIO())
    assert everything() == before


ENTERS = {role: role != Role.COUNSELOR for role in Role}


@pytest.mark.parametrize("role", list(Role))
def test_someone_of_each_role_can_sign_in(role: Role, demo: Loaded, client: Client) -> None:
    (login,) = [each for each in logins() if each.role == role]
    form = {"username": login.email, "password": login.password}
    client.post(reverse("wagtailadmin_login"), form)
    account = User.objects.get(email=login.email)
    assert client.session["_auth_user_id"] == str(account.pk)
    assert {row.role for row in account.staff.roles.all()} == {role}
    entered = client.get(reverse("wagtailadmin_home")).status_code == 200
    assert entered is ENTERS[role]


def test_every_kind_of_page_is_shown(demo: Loaded, client: Client) -> None:
    kinds: dict[Any, Page] = {}
    for page in Page.objects.live().filter(depth__gt=1):
        kinds.setdefault(page.specific_class, page)
    assert len(kinds) == 10
    for page in kinds.values():
        assert client.get(page.url).status_code == 200, page.url


# ---------------------------------------------------------------- families


def test_eighty_families_asked_and_some_stopped_again(demo: Loaded) -> None:
    by_mail = VerifiedAddress.objects.filter(channel="email")
    addresses = set(by_mail.values_list("address", flat=True))
    assert addresses == {family.address for family in families()}
    assert len(addresses) == FAMILIES == 80
    assert all(address.endswith("@example.net") for address in addresses)
    assert Subscriber.objects.filter(language="es").count() >= 10
    active = Subscription.objects.active()
    assert Subscriber.objects.exclude(subscriptions__in=active).count() == 6
    assert ConsentRecord.objects.filter(act="given").count() == Subscription.objects.count()
    assert ConsentRecord.objects.filter(act="withdrawn").count() >= 6


def test_one_family_follows_two_classes_by_text(demo: Loaded) -> None:
    (number,) = VerifiedAddress.objects.filter(channel="text")
    assert number.address == NUMBER
    followed = Subscription.objects.active().filter(channel="text")
    assert followed.count() == 2
    assert {row.subscriber_id for row in followed} == {number.subscriber_id}
    texts = Message.objects.filter(channel="text", address=NUMBER)
    assert texts.filter(message_class="confirmation").count() >= 3  # two codes and a welcome
    assert texts.filter(message_class="subscription", rhythm="posting-days").exists()


def test_texts_of_the_story_leave_when_the_demo_is_loaded_at_night(
    demo: Loaded, clock: Clock
) -> None:
    clock("2026-11-24 23:30")
    number = VerifiedAddress.objects.get(channel="text")
    message = enqueue_message(
        message_class=MessageClass.SUBSCRIPTION,
        channel=Channel.TEXT,
        address=number.address,
        text="Math 6: new",
        subscriber_uuid=number.subscriber.uuid,
    )
    assert message is not None
    send_all(moment("2026-11-24 17:00"))
    message.refresh_from_db()
    assert message.state == "accepted"


def test_several_families_have_children_at_two_schools(demo: Loaded) -> None:
    schools: dict[int, set[str]] = {}
    for row in Subscription.objects.active():
        found = place(row.scope, row.page_uuid)
        assert found is not None
        schools.setdefault(row.subscriber_id, set()).add(found.school or found.title)
    assert sum(len(names) >= 2 for names in schools.values()) >= 20


def test_all_that_waited_was_sent_and_says_when(demo: Loaded) -> None:
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}
    for message in Message.objects.all():
        events = list(MessageEvent.objects.filter(message=message.pk).values_list("state", "at"))
        assert [state for state, _at in events] == ["ready", "claimed", "handed_over", "accepted"]
        assert events[0][1] == message.created_at <= message.settled_at == events[-1][1]
        assert message.settled_at < moment("2026-11-24 00:00")


def test_someone_was_reminded_and_every_principal_got_the_numbers(demo: Loaded) -> None:
    keys = Message.objects.filter(message_class="staff").values_list("dedupe_key", flat=True)
    kinds = {(key or "").split(" ")[0] for key in keys}
    assert {"reminder", "summary"} <= kinds


def test_the_counselor_follows_two_schools_and_finds_something_due(
    demo: Loaded, client: Client
) -> None:
    client.force_login(User.objects.get(email="percival.adeyemi@larkspur.example"))
    shown = client.get("/staff/classes/").text
    assert "Larkspur Middle" in shown
    assert "Larkspur High" in shown
    assert "<span>Due</span>" in shown


def test_every_update_in_a_digest_was_live_and_asked_for_at_its_window(demo: Loaded) -> None:
    items = list(DigestItem.objects.all())
    assert len({(item.address, item.page_uuid) for item in items}) == len(items) > 100
    posted = {row.page_uuid: row for row in Posting.objects.all()}
    messages = {message.pk: message for message in Message.objects.filter(rhythm="posting-days")}
    assert {item.message_uuid for item in items} == set(messages)
    rooms = {room.pk: room for room in ClassroomPage.objects.select_related("mail_offer")}
    pages = {page.translation_key: page for page in Page.objects.all()}
    posts = {page.translation_key: page for page in PostPage.objects.all()}
    assert {item.page_uuid for item in items} & set(posts)
    for item in items:
        message = messages[item.message_uuid]
        if item.page_uuid in posts:
            post = posts[item.page_uuid]
            assert post.first_published_at <= message.window_start
            activity = Subscription.objects.get(
                scope="activity",
                subscriber__addresses__address=item.address,
                page_uuid=post.get_parent().translation_key,
            )
            assert activity.started_at < message.window_start
            continue
        posting = posted[item.page_uuid]
        assert message.address == item.address
        assert posting.published_at <= message.window_start
        room = rooms[posting.classroom_id]
        assert room.mail_offer.offered
        asked = Subscription.objects.filter(
            subscriber__addresses__address=item.address, started_at__lt=message.window_start
        ).exclude(ended_at__lte=message.window_start)
        assert any(covers(row, room, pages[row.page_uuid]) for row in asked)


def covers(row: Subscription, room: ClassroomPage, page: Page) -> bool:
    if row.scope == "teacher":
        return bool(
            room.teaching.filter(staff=page.specific.staff).exists()
            and room.path.startswith(page.path[: -page.steplen])
        )
    return room.path.startswith(page.path)


def test_whoever_asked_for_a_class_had_every_update_of_its_posting_days(demo: Loaded) -> None:
    had = set(DigestItem.objects.values_list("address", "page_uuid"))
    days, zone = posting_days(ANCHOR), district_zone()
    told = told_posting_days(ANCHOR)
    windows = closed_windows(ANCHOR)
    rooms = {room.translation_key: room.pk for room in ClassroomPage.objects.all()}
    wanted = set()
    for row in Subscription.objects.active().filter(scope="class"):
        address = row.subscriber.addresses.get().address
        for posting in Posting.objects.filter(
            classroom_id=rooms[row.page_uuid], published_at__isnull=False
        ):
            dated = posting.submitted_at.astimezone(zone).date()
            own = next(day for day in days if day >= dated)
            if own in told and posting.published_at <= windows[own]:
                wanted.add((address, posting.page_uuid))
    assert len(wanted) > 100
    assert wanted <= had


def test_every_window_until_the_day_was_gone_through(demo: Loaded) -> None:
    windows = set(closed_windows(ANCHOR).values())
    assert set(DigestRun.objects.values_list("window_start", flat=True)) == windows
    assert write_due_digests(now=moment(NOON)).done_before


# ---------------------------------------------------------------- the log


def test_the_past_of_the_demo_can_be_sealed_and_holds(demo: Loaded) -> None:
    sealed = seal_log(late=True)
    assert sealed.late > 100
    verified = verify_log()
    assert verified.broken == ""
    assert verified.rows["audit log"] + verified.waiting == AuditEntry.objects.count()
    assert verified.rows["check history"] == RevisionFindings.objects.count()


def test_one_late_day_was_explained_by_its_teacher(demo: Loaded) -> None:
    row = Deviation.objects.get()
    assert row.day < ANCHOR
    assert row.school is not None
    assert row.decision == ""
    assert row.school.title == "Juniper Creek Elementary"
    assert row.explained_at is not None
    assert row.day < localdate(row.explained_at) < ANCHOR


def test_one_may_text_on_field_trips_and_one_waits_for_the_supervisor(demo: Loaded) -> None:
    waits, holds = Authorization.objects.order_by("state")
    assert (waits.state, waits.about) == ("asked", "Another app or website (GroupMe)")
    assert (holds.state, holds.decided_by) == ("granted", "Marguerite Solheim")
    assert holds.first_day < ANCHOR < holds.last_day
    assert holds.decided_at is not None
    assert localdate(holds.decided_at) == holds.first_day
